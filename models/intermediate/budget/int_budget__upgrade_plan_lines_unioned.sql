{%- set document = 'nhi_digital_upgrade_113_116' -%}
with

budget_table_3 as (

    select * from {{ ref('stg_' ~ document ~ '__budget_table_3') }}

),

budget_table_4 as (

    select * from {{ ref('stg_' ~ document ~ '__budget_table_4') }}

),

budget_table_5 as (

    select * from {{ ref('stg_' ~ document ~ '__budget_table_5') }}

),

work_item_budgets as (

    select * from {{ ref('stg_' ~ document ~ '__work_item_budgets') }}

),

tables as (

    select * from budget_table_3
    union all
    select * from budget_table_4
    union all
    select * from budget_table_5

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
        cast(null as {{ dbt.type_string() }}) as part_no,
        cast(null as {{ dbt.type_string() }}) as cost_category_zh,
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
        false as is_cost_total,
        false as is_year_shared,
        source_locator,
        cast(null as {{ dbt.type_string() }}) as quote_zh,
        _seed_row_key
    from tables

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

    select * from table_lines
    union all
    select * from paragraph_lines

)

select * from final
