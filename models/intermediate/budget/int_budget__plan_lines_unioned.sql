{%- set columns = {
    'budget_item_id': 'string',
    'source_document_id': 'string',
    'table_code': 'string',
    'work_item_id': 'string',
    'aspect_name_zh': 'string',
    'strategy_name_zh': 'string',
    'item_no': 'string',
    'item_name_zh': 'string',
    'part_no': 'string',
    'cost_category_zh': 'string',
    'level_code': 'string',
    'roc_year': 'int',
    'expenditure_type_zh': 'string',
    'printed_text': 'string',
    'unit_zh': 'string',
    'printed_value': 'decimal(24,6)',
    'is_total': 'boolean',
    'is_cost_total': 'boolean',
    'is_year_shared': 'boolean',
    'source_locator': 'string',
    'quote_zh': 'string',
    '_seed_row_key': 'string',
} -%}
with

budget_tables as (

    select * from {{ ref('int_budget__budget_tables_unioned') }}

),

work_item_budgets as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__work_item_budgets') }}

),

-- Table 4 prints the plan as a whole and no items: nothing in it is summed but its years.
table_lines as (

    select
        {{ key_of(['source_document_id', 'table_code', "coalesce(work_item_id, 'total')"]) }}
            as budget_item_id,
        source_document_id,
        table_code,
        work_item_id,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        level_code,
        roc_year,
        expenditure_type_zh,
        printed_text,
        unit_zh,
        printed_value,
        roc_year is null
        or (
            level_code != 'item'
            and max(case when level_code = 'item' then 1 else 0 end) over (
                partition by source_document_id, table_code
            ) = 1
        ) as is_total,
        source_locator,
        _seed_row_key
    from budget_tables

),

-- A paragraph may print what each kind of cost takes of an amount, beside the amount or in its
-- place.
paragraphs as (

    select
        *,
        cost_category_zh is null
        and max(case when cost_category_zh is not null then 1 else 0 end) over (
            partition by source_document_id, work_item_id, part_no, roc_year, expenditure_type_zh
        ) = 1 as is_cost_total
    from work_item_budgets

),

paragraph_lines as (

    select
        {{ key_of([
            'source_document_id',
            'table_code',
            'work_item_id',
            'part_no',
            'cost_category_zh',
        ]) }} as budget_item_id,
        source_document_id,
        table_code,
        work_item_id,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        part_no,
        cost_category_zh,
        case when is_cost_total then 'subtotal' else 'item' end as level_code,
        roc_year,
        expenditure_type_zh,
        printed_text,
        unit_zh,
        printed_value,
        roc_year is null or is_cost_total as is_total,
        is_cost_total,
        is_year_shared,
        source_locator,
        quote_zh,
        _seed_row_key
    from paragraphs

),

final as (

    {{ union_of(columns, [
        {
            'from': 'table_lines',
            'lacks': ['part_no', 'cost_category_zh', 'is_cost_total', 'is_year_shared', 'quote_zh'],
        },
        {'from': 'paragraph_lines'},
    ]) }}

)

select * from final
