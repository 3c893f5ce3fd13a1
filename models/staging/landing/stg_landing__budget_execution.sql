{%- set columns = {
    'programme_code': 'string',
    'item_name_zh': 'string',
    'budget_roc_year': 'int',
    'execution_roc_year': 'int',
    'as_of_date': 'date',
    'budget_value_text': 'string',
    'budget_value': 'decimal(24,6)',
    'budget_unit_zh': 'string',
    'executed_value_text': 'string',
    'executed_value': 'decimal(24,6)',
    'executed_unit_zh': 'string',
    'printed_rate_text': 'string',
    'printed_rate': 'decimal(24,6)',
    'is_total': 'boolean',
    'data_maturity_code': 'string',
} -%}
with

landed as (

    {{ landed_rows('budget_execution', columns) }}

),

final as (

    select
        programme_code,
        _batch_id as source_document_id,
        item_name_zh,
        budget_roc_year,
        execution_roc_year,
        as_of_date,
        budget_value_text as printed_budget_text,
        budget_unit_zh as printed_budget_unit_zh,
        budget_value as printed_budget_value,
        executed_value_text as printed_executed_text,
        executed_unit_zh as printed_executed_unit_zh,
        executed_value as printed_executed_value,
        printed_rate_text,
        cast(printed_rate / 100 as decimal(18, 8)) as printed_execution_rate,
        is_total,
        data_maturity_code,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no
    from landed

)

select * from final
