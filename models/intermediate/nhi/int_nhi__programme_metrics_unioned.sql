{%- set columns = {
    'metric_id': 'string',
    'metric_name_zh': 'string',
    'dimension_zh': 'string',
    'period_start_date': 'date',
    'period_end_date': 'date',
    'as_of_date': 'date',
    'printed_text': 'string',
    'unit_zh': 'string',
    'printed_value': 'decimal(24,6)',
    'is_total': 'boolean',
    'is_period_inferred': 'boolean',
    'is_unit_inferred': 'boolean',
    'is_quote_verbatim': 'boolean',
    'source_document_id': 'string',
    'source_locator': 'string',
    'quote_zh': 'string',
    '_seed_row_key': 'string',
    'institution_id': 'string',
    'institution_name_zh': 'string',
    'institution_level_zh': 'string',
    'region_zh': 'string',
} -%}
{%- set of_institutions = [
    'institution_id', 'institution_name_zh', 'institution_level_zh', 'region_zh'
] -%}
{#- A table's heading and cell make a quote that stands nowhere word for word. -#}
{%- set composed = ['is_quote_verbatim'] -%}
with

prose as (

    select
        *,
        true as is_quote_verbatim
    from {{ ref('int_nhi__prose_metrics_unioned') }}

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

    {{ not_superseded('landed_metrics') }}

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
        {{ roc_year_start('family_doctor_plan.roc_year') }} as period_start_date,
        {{ roc_year_end('family_doctor_plan.roc_year') }} as period_end_date,
        source_documents.published_date as as_of_date,
        family_doctor_plan.printed_text,
        family_doctor_plan.unit_zh,
        family_doctor_plan.printed_value,
        family_doctor_plan.is_unit_inferred,
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
        source_document_id,
        metric_id,
        split_part(dimension_zh, '/', 1) as dimension_zh,
        period_start_date,
        period_end_date
    from prose
    where dimension_zh like '%/%'

),

telehealth_metrics as (

    select
        table_metrics.metric_id,
        table_metrics.metric_name_zh,
        table_metrics.dimension_zh,
        {{ fiscal_year_start('telehealth_cells.fiscal_year') }} as period_start_date,
        {{ fiscal_year_end('telehealth_cells.fiscal_year') }} as period_end_date,
        telehealth_cells.printed_text,
        telehealth_cells.unit_zh,
        telehealth_cells.printed_value,
        broken_down.metric_id is not null as is_total,
        telehealth_cells.is_unit_inferred,
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
            telehealth_cells.source_document_id = broken_down.source_document_id
            and table_metrics.metric_id = broken_down.metric_id
            and table_metrics.dimension_zh = broken_down.dimension_zh
            and {{ fiscal_year_start('telehealth_cells.fiscal_year') }}
            = broken_down.period_start_date
            and {{ fiscal_year_end('telehealth_cells.fiscal_year') }} = broken_down.period_end_date

),

final as (

    {{ union_of(columns, [
        {'from': 'prose', 'lacks': of_institutions + ['is_unit_inferred']},
        {
            'from': 'telehealth_metrics',
            'lacks': composed + of_institutions + ['as_of_date', 'is_period_inferred'],
        },
        {
            'from': 'opened_items_metrics',
            'lacks': composed + of_institutions + ['is_period_inferred', 'is_unit_inferred'],
        },
        {
            'from': 'family_doctor_metrics',
            'lacks': composed
            + of_institutions
            + ['dimension_zh', 'is_total', 'is_period_inferred'],
        },
        {
            'from': 'current_landed_metrics',
            'lacks': composed + ['is_period_inferred', 'is_unit_inferred'],
        },
    ]) }}

)

select * from final
