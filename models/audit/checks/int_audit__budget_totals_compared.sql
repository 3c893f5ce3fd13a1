with

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- Corrected figures are compared: a misprint is a finding of its own, and no total beside it is
-- accused in its place.
plan_lines as (

    select
        {{ key_of(['table_code', 'work_item_id', 'part_no']) }} as item_key,
        coalesce(cast(roc_year as {{ dbt.type_string() }}), '合計') as year_key,
        concat_ws(
            ' ',
            item_name_zh,
            part_no,
            cost_category_zh,
            coalesce(roc_year || '年', '合計'),
            expenditure_type_zh
        ) as subject_zh,
        table_code,
        work_item_id,
        case
            when work_item_id like '%-%' then {{ without_match('work_item_id', '-[0-9]+$') }}
            when work_item_id is not null then 'total'
        end as parent_work_item_id,
        cost_category_zh,
        level_code,
        roc_year,
        expenditure_type_code,
        source_document_id,
        printed_text as shown_text,
        figure_text as printed_text,
        figure_value as printed_value,
        figure_unit_zh as unit_zh,
        is_cost_total,
        source_locator
    from budget_lines
    where source_document_id = 'nhi_digital_upgrade_113_116'

),

cells_by_item as (

    select
        *,
        'item_total_over_years' as check_code,
        {{ key_of(['item_key', 'expenditure_type_code']) }} as group_key,
        roc_year is null as is_total
    from plan_lines
    where not is_cost_total and (roc_year is not null or cost_category_zh is null)

),

cells_by_cost as (

    select
        *,
        'item_total_over_years' as check_code,
        {{ key_of(['item_key', 'cost_category_zh', 'expenditure_type_code']) }} as group_key,
        roc_year is null as is_total
    from plan_lines
    where cost_category_zh is not null

),

cells_by_type as (

    select
        *,
        'expenditure_total_over_types' as check_code,
        {{ key_of(['item_key', 'year_key']) }} as group_key,
        expenditure_type_code = 'total' as is_total
    from plan_lines
    where
        (expenditure_type_code = 'total' and cost_category_zh is null)
        or (expenditure_type_code != 'total' and not is_cost_total)

),

cells_by_category as (

    select
        *,
        'amount_over_cost_categories' as check_code,
        {{ key_of(['item_key', 'year_key', 'expenditure_type_code']) }} as group_key,
        is_cost_total as is_total
    from plan_lines

),

members as (

    select
        *,
        'subtotal_over_members' as check_code,
        {{ key_of(['table_code', 'parent_work_item_id', 'year_key', 'expenditure_type_code']) }}
            as group_key,
        false as is_total
    from plan_lines
    where parent_work_item_id is not null

),

subtotals as (

    select
        *,
        'subtotal_over_members' as check_code,
        {{ key_of([
            'table_code',
            "coalesce(work_item_id, 'total')",
            'year_key',
            'expenditure_type_code',
        ]) }} as group_key,
        true as is_total
    from plan_lines
    where level_code != 'item'

),

cells as (

    select * from cells_by_item
    union all
    select * from cells_by_cost
    union all
    select * from cells_by_type
    union all
    select * from cells_by_category
    union all
    select * from members
    union all
    select * from subtotals

),

{{ totals_beside_parts(shown_text='shown_text') }}

select * from final
