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

telehealth_table as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__telehealth_table_1') }}

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

landed_metrics as (

    select * from {{ ref('stg_landing__programme_metrics') }}

),

landed_rows_ranked as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

current_landed_metrics as (

    select landed_metrics.*
    from landed_metrics
    inner join landed_rows_ranked
        on landed_metrics._seed_row_key = landed_rows_ranked.seed_row_key
    where not landed_rows_ranked.is_superseded

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
        true as is_quote_verbatim,
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
        false as is_quote_verbatim,
        opened_items_spans.source_document_id,
        opened_items_spans.source_locator,
        concat_ws(
            '',
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
        false as is_quote_verbatim,
        family_doctor_plan.source_document_id,
        family_doctor_plan.source_locator,
        concat_ws(
            '',
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

telehealth_cells as (

    select
        *,
        concat_ws('/', service_zh, counting_method_zh, row_label) as table_label
    from telehealth_table

),

-- The prose breaks some figures of the table down, as 急診/女性.
broken_down as (

    select distinct
        metric_id,
        split_part(dimension_zh, '/', 1) as dimension_zh,
        period_start_date,
        period_end_date
    from digital_upgrade_metrics
    where dimension_zh like '%/%'

),

telehealth_metrics as (

    select
        table_metrics.metric_id,
        table_metrics.metric_name_zh,
        table_metrics.dimension_zh,
        {{ fiscal_year_start('telehealth_cells.fiscal_year') }} as period_start_date,
        {{ fiscal_year_end('telehealth_cells.fiscal_year') }} as period_end_date,
        cast(null as date) as as_of_date,
        telehealth_cells.printed_text,
        telehealth_cells.unit_zh,
        telehealth_cells.printed_value,
        broken_down.metric_id is not null as is_total,
        false as is_period_inferred,
        telehealth_cells.is_unit_inferred,
        false as is_quote_verbatim,
        telehealth_cells.source_document_id,
        telehealth_cells.source_locator,
        concat_ws(
            ' ',
            cast(telehealth_cells.fiscal_year as {{ dbt.type_string() }}) || '年',
            telehealth_cells.service_zh,
            telehealth_cells.counting_method_zh,
            telehealth_cells.row_label,
            telehealth_cells.printed_text
        ) as quote_zh,
        telehealth_cells._seed_row_key
    from telehealth_cells
    inner join table_metrics
        on
            telehealth_cells.table_label = table_metrics.table_label
            and table_metrics.seed_name = 'nhi_digital_upgrade_113_116__telehealth_table_1'
    left join broken_down
        on
            table_metrics.metric_id = broken_down.metric_id
            and table_metrics.dimension_zh = broken_down.dimension_zh
            and {{ fiscal_year_start('telehealth_cells.fiscal_year') }}
            = broken_down.period_start_date
            and {{ fiscal_year_end('telehealth_cells.fiscal_year') }} = broken_down.period_end_date

),

documents_metrics as (

    select * from prose_metrics
    union all
    select * from telehealth_metrics
    union all
    select * from opened_items_metrics
    union all
    select * from family_doctor_metrics

),

final as (

    select
        *,
        cast(null as {{ dbt.type_string() }}) as institution_id,
        cast(null as {{ dbt.type_string() }}) as institution_name_zh,
        cast(null as {{ dbt.type_string() }}) as institution_level_zh,
        cast(null as {{ dbt.type_string() }}) as region_zh
    from documents_metrics
    union all
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
        false as is_period_inferred,
        false as is_unit_inferred,
        false as is_quote_verbatim,
        source_document_id,
        source_locator,
        quote_zh,
        _seed_row_key,
        institution_id,
        institution_name_zh,
        institution_level_zh,
        region_zh
    from current_landed_metrics

)

select * from final
