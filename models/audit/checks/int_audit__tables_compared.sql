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

programme_metrics as (

    select * from {{ ref('stg_nhi_tiered_care_progress__programme_metrics') }}

),

programmes as (

    select * from {{ ref('stg_reference__programmes') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

cells as (

    select
        concat_ws('', 'series ', programmes.programme_code) as table_code,
        cast(budget_series.roc_year as {{ dbt.type_string() }}) as cell_key,
        budget_series.source_document_id,
        budget_series.printed_text,
        budget_series.printed_value,
        budget_series.unit_zh,
        budget_series.source_locator
    from budget_series
    inner join programmes
        on budget_series.budget_item_id = programmes.budget_item_id
    where not budget_series.is_year_total
    union all
    select
        table_code,
        cast(roc_year as {{ dbt.type_string() }}) as cell_key,
        source_document_id,
        printed_text,
        printed_value,
        unit_zh,
        source_locator
    from family_doctor_plan
    where row_label = '預算數(億元)'
    union all
    select
        'opened_items budget' as table_code,
        cast(cohort_roc_year as {{ dbt.type_string() }}) as cell_key,
        source_document_id,
        printed_text,
        printed_value,
        unit_zh,
        source_locator
    from opened_items
    where column_label = '預算數' and not is_total and table_code = 'opened_items_115_03'
    union all
    select
        table_code,
        concat_ws('', row_label, ' ', column_label) as cell_key,
        source_document_id,
        printed_text,
        printed_value,
        unit_zh,
        source_locator
    from opened_items
    where not is_year_to_date
    union all
    select
        'opened_items prose' as table_code,
        concat_ws(
            '',
            dimension_zh,
            case metric_id
                when 'opened_items_budget' then ' 預算數'
                when 'opened_items_count' then ' 開放項數'
                else ' 最近年度'
            end
        ) as cell_key,
        source_document_id,
        printed_text,
        printed_value,
        unit_zh,
        source_locator
    from programme_metrics
    where metric_id in ('opened_items_budget', 'opened_items_count', 'opened_items_claimed_points')
    union all
    select
        'opened_items latest' as table_code,
        concat_ws('', row_label, ' ', case when is_year_to_date then '最近年度' else column_label end)
            as cell_key,
        source_document_id,
        printed_text,
        printed_value,
        unit_zh,
        source_locator
    from opened_items
    where table_code = 'opened_items_115_03' and (is_year_to_date or fee_roc_year is null)

),

based as (

    {{ with_base_values('cells') }}
    where cells.printed_value is not null

),

{{ tables_beside_tables({
    'family_doctor_budget_between_tables': ['family_doctor_plan', 'series family_doctor_plan'],
    'opened_items_budget_between_tables': ['opened_items budget', 'series opened_items'],
    'opened_items_between_states': ['opened_items_115_03', 'opened_items_114_09'],
    'opened_items_prose_and_table': ['opened_items prose', 'opened_items latest'],
}, 'based', 'based') }}

select * from final
