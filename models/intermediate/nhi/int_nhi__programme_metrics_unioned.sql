with

tiered_care_metrics as (

    select * from {{ ref('stg_nhi_tiered_care_progress__programme_metrics') }}

),

ministry_metrics as (

    select * from {{ ref('stg_mohw_fy107_plan__programme_metrics') }}

),

digital_upgrade_metrics as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__programme_metrics') }}

),

opened_items as (

    select * from {{ ref('stg_nhi_tiered_care_progress__opened_items') }}

),

family_doctor_plan as (

    select * from {{ ref('stg_nhi_tiered_care_progress__family_doctor_plan') }}

),

source_documents as (

    select * from {{ ref('stg_reference__source_documents') }}

),

table_metrics as (

    select * from {{ ref('stg_reference__table_metrics') }}

),

prose as (

    select * from tiered_care_metrics
    union all
    select * from ministry_metrics
    union all
    select * from digital_upgrade_metrics

),

prose_metrics as (

    select
        metric_id,
        metric_name_zh,
        dimension_zh,
        period_start_date,
        period_end_date,
        as_of_date,
        printed_text,
        unit_zh,
        printed_value,
        is_total,
        is_period_inferred,
        false as is_unit_inferred,
        source_document_id,
        source_locator,
        quote_zh,
        _seed_row_key
    from prose

),

-- A total row covers the years of all cohorts.
opened_items_spans as (

    select
        *,
        coalesce(cohort_roc_year, min(cohort_roc_year) over (partition by table_code))
            as first_roc_year,
        coalesce(cohort_roc_year, max(cohort_roc_year) over (partition by table_code))
            as last_roc_year
    from opened_items

),

opened_items_metrics as (

    select
        table_metrics.metric_id,
        table_metrics.metric_name_zh,
        opened_items_spans.row_label as dimension_zh,
        {{ roc_year_start('opened_items_spans.first_roc_year') }} as period_start_date,
        {{ roc_year_end('opened_items_spans.last_roc_year') }} as period_end_date,
        opened_items_spans.as_of_date,
        opened_items_spans.printed_text,
        opened_items_spans.unit_zh,
        opened_items_spans.printed_value,
        opened_items_spans.is_total,
        false as is_period_inferred,
        false as is_unit_inferred,
        opened_items_spans.source_document_id,
        opened_items_spans.source_locator,
        concat(
            opened_items_spans.row_label,
            ' ',
            opened_items_spans.column_label,
            ' ',
            opened_items_spans.printed_text
        ) as quote_zh,
        opened_items_spans._seed_row_key
    from opened_items_spans
    inner join table_metrics
        on
            opened_items_spans.column_label = table_metrics.table_label
            and table_metrics.seed_name = 'nhi_tiered_care_progress__opened_items'

),

family_doctor_metrics as (

    select
        table_metrics.metric_id,
        table_metrics.metric_name_zh,
        cast(null as {{ dbt.type_string() }}) as dimension_zh,
        {{ roc_year_start('family_doctor_plan.roc_year') }} as period_start_date,
        {{ roc_year_end('family_doctor_plan.roc_year') }} as period_end_date,
        source_documents.published_date as as_of_date,
        family_doctor_plan.printed_text,
        family_doctor_plan.unit_zh,
        family_doctor_plan.printed_value,
        false as is_total,
        false as is_period_inferred,
        family_doctor_plan.is_unit_inferred,
        family_doctor_plan.source_document_id,
        family_doctor_plan.source_locator,
        concat(
            cast(family_doctor_plan.roc_year as {{ dbt.type_string() }}),
            '年 ',
            family_doctor_plan.row_label,
            ' ',
            family_doctor_plan.printed_text
        ) as quote_zh,
        family_doctor_plan._seed_row_key
    from family_doctor_plan
    inner join table_metrics
        on
            family_doctor_plan.row_label = table_metrics.table_label
            and table_metrics.seed_name = 'nhi_tiered_care_progress__family_doctor_plan'
    inner join source_documents
        on family_doctor_plan.source_document_id = source_documents.source_document_id

),

final as (

    select * from prose_metrics
    union all
    select * from opened_items_metrics
    union all
    select * from family_doctor_metrics

)

select * from final
