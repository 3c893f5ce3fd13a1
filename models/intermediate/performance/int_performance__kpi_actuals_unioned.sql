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
    'source_locator': 'string',
    '_seed_row_key': 'string',
    'read_value': 'decimal(24,6)',
    'read_unit_zh': 'string',
    'comparability_note_en': 'string',
    'comparability_note_zh': 'string',
    'publisher_zh': 'string',
    'quote_zh': 'string',
} -%}
{%- set of_reading = [
    'source_url', 'read_value', 'read_unit_zh', 'comparability_note_en', 'comparability_note_zh',
    'publisher_zh',
] -%}
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

landed_actuals as (

    select * from {{ ref('stg_landing__kpi_actuals') }}

),

landed_rows_ranked as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

current_landed_actuals as (

    {{ not_superseded('landed_actuals') }}

),

printed_actuals as (

    select
        *,
        {{ roc_year_end('roc_year') }} as as_of_date,
        'exact' as comparability_code,
        'full_year' as data_maturity_code
    from past_actuals

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
        'full_year' as data_maturity_code,
        kpis.source_locator,
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
        {'from': 'printed_actuals', 'lacks': of_reading + ['subject_zh', 'quote_zh']},
        {'from': 'baseline_actuals', 'lacks': of_reading + ['_seed_row_key']},
        {'from': 'figures_of_publishers', 'lacks': ['source_document_id', 'source_locator']},
        {'from': 'loaded_actuals', 'lacks': ['quote_zh']},
    ]) }}

)

select * from final
