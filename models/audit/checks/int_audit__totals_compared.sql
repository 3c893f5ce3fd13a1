with

budget_series as (

    select * from {{ ref('stg_nhi_tiered_care_progress__budget_series') }}

),

opened_items as (

    select * from {{ ref('stg_nhi_tiered_care_progress__opened_items') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

cells_by_item as (

    select
        'item_total_over_years' as check_code,
        budget_item_id as group_key,
        coalesce(item_name_zh || ' ' || global_budget_sector_zh, item_name_zh) as subject_zh,
        source_document_id,
        printed_text,
        printed_value,
        unit_zh,
        is_year_total as is_total,
        source_locator
    from budget_series

),

cells_by_year as (

    select
        'year_total_over_items' as check_code,
        coalesce(cast(roc_year as {{ dbt.type_string() }}), '合計') as group_key,
        coalesce(roc_year || '年', '合計') as subject_zh,
        source_document_id,
        printed_text,
        printed_value,
        unit_zh,
        is_item_total as is_total,
        source_locator
    from budget_series

),

cells_by_cohort as (

    select
        'opened_items_total_over_cohorts' as check_code,
        table_code || ' ' || column_label as group_key,
        as_of_date || ' ' || column_label as subject_zh,
        source_document_id,
        printed_text,
        printed_value,
        unit_zh,
        is_total,
        source_locator
    from opened_items
    where row_label != '預算執行率' and printed_value is not null

),

cells as (

    select * from cells_by_item
    union all
    select * from cells_by_year
    union all
    select * from cells_by_cohort

),

{{ totals_beside_parts() }}

select * from final
