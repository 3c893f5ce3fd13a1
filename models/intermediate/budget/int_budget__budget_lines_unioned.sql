with

budget_series as (

    select * from {{ ref('stg_nhi_tiered_care_progress__budget_series') }}

),

opened_items as (

    select * from {{ ref('stg_nhi_tiered_care_progress__opened_items') }}

),

family_doctor_plan as (

    select * from {{ ref('stg_nhi_tiered_care_progress__family_doctor_plan') }}

),

programmes as (

    select * from {{ ref('stg_reference__programmes') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

series_lines as (

    select
        budget_item_id,
        source_document_id,
        table_code,
        item_no,
        item_name_zh,
        global_budget_sector_zh,
        case when is_item_total or is_year_total then 'total' else 'item' end as level_code,
        roc_year,
        printed_text,
        unit_zh,
        printed_value,
        is_item_total or is_year_total as is_total,
        is_sector_merged,
        source_locator,
        _seed_row_key
    from budget_series

),

opened_items_lines as (

    select
        {{ key_of(['source_document_id', 'table_code', 'row_label']) }} as budget_item_id,
        source_document_id,
        table_code,
        cast(null as {{ dbt.type_string() }}) as item_no,
        row_label as item_name_zh,
        cast(null as {{ dbt.type_string() }}) as global_budget_sector_zh,
        case when is_total then 'total' else 'item' end as level_code,
        cohort_roc_year as roc_year,
        printed_text,
        unit_zh,
        printed_value,
        is_total,
        false as is_sector_merged,
        source_locator,
        _seed_row_key
    from opened_items
    where column_label = '預算數'

),

family_doctor_lines as (

    select
        {{ key_of([
            'family_doctor_plan.source_document_id',
            'family_doctor_plan.table_code',
            'programmes.programme_name_zh',
        ]) }} as budget_item_id,
        family_doctor_plan.source_document_id,
        family_doctor_plan.table_code,
        cast(null as {{ dbt.type_string() }}) as item_no,
        programmes.programme_name_zh as item_name_zh,
        cast(null as {{ dbt.type_string() }}) as global_budget_sector_zh,
        'item' as level_code,
        family_doctor_plan.roc_year,
        family_doctor_plan.printed_text,
        family_doctor_plan.unit_zh,
        family_doctor_plan.printed_value,
        false as is_total,
        false as is_sector_merged,
        family_doctor_plan.source_locator,
        family_doctor_plan._seed_row_key
    from family_doctor_plan
    inner join programmes
        on family_doctor_plan.table_code = programmes.programme_code
    where family_doctor_plan.row_label = '預算數(億元)'

),

unioned as (

    select * from series_lines
    union all
    select * from opened_items_lines
    union all
    select * from family_doctor_lines

),

final as (

    select
        unioned.budget_item_id,
        unioned.source_document_id,
        unioned.table_code,
        unioned.item_no,
        unioned.item_name_zh,
        unioned.global_budget_sector_zh,
        unioned.level_code,
        unioned.roc_year,
        {{ roc_to_fiscal_year('unioned.roc_year') }} as fiscal_year,
        unioned.printed_text,
        unioned.unit_zh,
        {{ in_base_unit('unioned.printed_value', 'units.multiplier', 'decimal(18, 2)') }}
            as budget_twd,
        unioned.is_total,
        unioned.is_sector_merged,
        unioned.source_locator,
        unioned._seed_row_key
    from unioned
    inner join units
        on unioned.unit_zh = units.unit_zh

)

select * from final
