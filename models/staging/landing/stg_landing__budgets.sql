{%- set columns = {
    'table_code': 'string',
    'aspect_name_zh': 'string',
    'strategy_name_zh': 'string',
    'item_no': 'string',
    'item_name_zh': 'string',
    'roc_year': 'int',
    'expenditure_type_zh': 'string',
    'budget_value_text': 'string',
    'budget_value': 'decimal(24,6)',
    'unit_zh': 'string',
} -%}
with

landed as (

    {{ landed_rows('budgets', columns) }}

),

final as (

    select
        {{ key_of(['_batch_id', 'table_code', 'item_no']) }} as budget_item_id,
        _batch_id as source_document_id,
        table_code,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        roc_year,
        expenditure_type_zh,
        budget_value_text as printed_text,
        unit_zh,
        budget_value as printed_value,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no,
        _row_no
    from landed

)

select * from final
