{%- set columns = {
    'kpi_id': 'string',
    'source_document_id': 'string',
    'source_url': 'string',
    'roc_year': 'int',
    'as_of_date': 'date',
    'actual_text': 'string',
    'subject_zh': 'string',
    'comparability_code': 'string',
    'data_maturity_code': 'string',
    'is_computed': 'boolean',
    'source_locator': 'string',
    '_seed_row_key': 'string',
    'read_value': 'decimal(24,6)',
    'read_unit_zh': 'string',
    'comparability_note_en': 'string',
    'comparability_note_zh': 'string',
    'figure_note_en': 'string',
    'figure_note_zh': 'string',
    'publisher_zh': 'string',
    'quote_zh': 'string',
} -%}
{%- set of_reading = ['read_value', 'read_unit_zh'] -%}
{%- set of_publishers = [
    'source_url', 'comparability_note_en', 'comparability_note_zh', 'publisher_zh',
] -%}
{%- set figure_notes = ['figure_note_en', 'figure_note_zh'] -%}
with

past_actuals as (

    select * from {{ ref('int_performance__past_actuals_unioned') }}

),

kpi_baselines as (

    select * from {{ ref('stg_reference__kpi_baselines') }}

),

kpis as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

published_actuals as (

    select * from {{ ref('int_performance__published_actuals_matched') }}

),

source_documents as (

    select * from {{ ref('stg_reference__source_documents') }}

),

collected_actuals as (

    select * from {{ ref('stg_published_figures__kpi_actuals') }}

),

readings as (

    select * from {{ ref('stg_reference__kpi_actual_readings') }}

),

landed_actuals as (

    select * from {{ ref('stg_landing__kpi_actuals') }}

),

landed_rows_ranked as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

current_landed_actuals as (

    {{ not_superseded('landed_actuals') }}

),

-- A plan is written in the year before its first: what it prints of that year is of no whole year.
dated_past_actuals as (

    select
        past_actuals.*,
        past_actuals.roc_year < source_documents.first_roc_year - 1 as is_year_over,
        {{ matches('past_actuals.actual_text', '[0-9]') }} as has_number
    from past_actuals
    inner join source_documents
        on past_actuals.source_document_id = source_documents.source_document_id

),

printed_actuals as (

    select
        *,
        case when is_year_over then {{ roc_year_end('roc_year') }} end as as_of_date,
        case when has_number then 'exact' else 'no_data' end as comparability_code,
        case when is_year_over then 'full_year' else 'not_settled' end as data_maturity_code
    from dated_past_actuals

),

baseline_actuals as (

    select
        kpi_baselines.kpi_id,
        kpis.source_document_id,
        kpi_baselines.roc_year,
        kpi_baselines.as_of_date,
        concat_ws('', kpi_baselines.printed_text, kpi_baselines.unit_zh) as actual_text,
        kpi_baselines.subject_zh,
        'exact' as comparability_code,
        case kpi_baselines.period_code
            when 'year' then 'full_year'
            when 'month' then 'part_of_year'
            when 'cumulative' then 'cumulative'
            else 'not_settled'
        end as data_maturity_code,
        kpis.source_locator,
        kpi_baselines.period_evidence_en as figure_note_en,
        kpi_baselines.period_evidence_zh as figure_note_zh,
        kpi_baselines.quote_zh
    from kpi_baselines
    inner join kpis
        on kpi_baselines.kpi_id = kpis.kpi_id

),

figures_of_publishers as (

    select
        *,
        printed_value as read_value,
        unit_zh as read_unit_zh
    from published_actuals

),

values_of_publishers as (

    select
        collected_actuals.kpi_id,
        collected_actuals.source_url,
        collected_actuals.roc_year,
        readings.as_of_date,
        case
            when {{ dbt.position('readings.unit_zh', 'readings.printed_text') }} > 0
                then readings.printed_text
            else readings.printed_text || readings.unit_zh
        end as actual_text,
        collected_actuals.comparability_code,
        readings.data_maturity_code,
        readings.is_computed,
        {%- for code, name in [('similar', 'comparability_note'), ('exact', 'figure_note')] %}
        {%- for language in ['en', 'zh'] %}
        case
            when collected_actuals.comparability_code = '{{ code }}'
                then readings.figure_note_{{ language }}
        end as {{ name }}_{{ language }},
        {%- endfor %}
        {%- endfor %}
        readings.publisher_zh,
        collected_actuals.quote_zh,
        collected_actuals._seed_row_key
    from collected_actuals
    inner join readings
        on collected_actuals.kpi_id = readings.kpi_id

),

loaded_actuals as (

    select
        *,
        actual_value as read_value,
        unit_zh as read_unit_zh,
        comparability_note as comparability_note_en,
        comparability_note as comparability_note_zh,
        '使用者' as publisher_zh
    from current_landed_actuals

),

final as (

    {{ union_of(columns, [
        {
            'from': 'printed_actuals',
            'lacks': of_reading + of_publishers + figure_notes
            + ['is_computed', 'subject_zh', 'quote_zh'],
        },
        {
            'from': 'baseline_actuals',
            'lacks': of_reading + of_publishers + ['is_computed', '_seed_row_key'],
        },
        {
            'from': 'figures_of_publishers',
            'lacks': figure_notes + ['is_computed', 'source_document_id', 'source_locator'],
        },
        {
            'from': 'values_of_publishers',
            'lacks': of_reading + ['source_document_id', 'source_locator', 'subject_zh'],
        },
        {'from': 'loaded_actuals', 'lacks': figure_notes + ['is_computed', 'quote_zh']},
    ]) }}

)

select * from final
