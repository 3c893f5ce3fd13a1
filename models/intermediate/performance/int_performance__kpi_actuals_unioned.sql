{#- Columns that only some sources have. -#}
{%- set absent = {
    'source_document_id': dbt.type_string(),
    'source_url': dbt.type_string(),
    'source_locator': dbt.type_string(),
    'subject_zh': dbt.type_string(),
    'read_value': 'decimal(24, 6)',
    'read_unit_zh': dbt.type_string(),
    'comparability_note_en': dbt.type_string(),
    'comparability_note_zh': dbt.type_string(),
    'figure_note_en': dbt.type_string(),
    'figure_note_zh': dbt.type_string(),
    'publisher_zh': dbt.type_string(),
    'quote_zh': dbt.type_string(),
    '_seed_row_key': dbt.type_string(),
} -%}
{%- set without = {} -%}
{%- for name, data_type in absent.items() -%}
    {%- do without.update({name: 'cast(null as ' ~ data_type ~ ') as ' ~ name}) -%}
{%- endfor -%}
with

past_actuals as (

    select * from {{ ref('stg_ey_fy107_plans__past_actuals') }}

),

source_documents as (

    select * from {{ ref('stg_reference__source_documents') }}

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

    select landed_actuals.*
    from landed_actuals
    inner join landed_rows_ranked
        on landed_actuals._seed_row_key = landed_rows_ranked.seed_row_key
    where not landed_rows_ranked.is_superseded

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

final as (

    select
        kpi_id,
        source_document_id,
        {{ without.source_url }},
        roc_year,
        case when is_year_over then {{ roc_year_end('roc_year') }} end as as_of_date,
        actual_text,
        {{ without.subject_zh }},
        case when has_number then 'exact' else 'no_data' end as comparability_code,
        case when is_year_over then 'full_year' else 'not_settled' end as data_maturity_code,
        false as is_computed,
        source_locator,
        _seed_row_key,
        {{ without.read_value }},
        {{ without.read_unit_zh }},
        {{ without.comparability_note_en }},
        {{ without.comparability_note_zh }},
        {{ without.figure_note_en }},
        {{ without.figure_note_zh }},
        {{ without.publisher_zh }},
        {{ without.quote_zh }}
    from dated_past_actuals
    union all
    select
        kpi_baselines.kpi_id,
        kpis.source_document_id,
        {{ without.source_url }},
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
        false as is_computed,
        kpis.source_locator,
        {{ without._seed_row_key }},
        {{ without.read_value }},
        {{ without.read_unit_zh }},
        {{ without.comparability_note_en }},
        {{ without.comparability_note_zh }},
        kpi_baselines.period_evidence_en as figure_note_en,
        kpi_baselines.period_evidence_zh as figure_note_zh,
        {{ without.publisher_zh }},
        kpi_baselines.quote_zh
    from kpi_baselines
    inner join kpis
        on kpi_baselines.kpi_id = kpis.kpi_id
    union all
    select
        kpi_id,
        {{ without.source_document_id }},
        source_url,
        roc_year,
        as_of_date,
        actual_text,
        subject_zh,
        comparability_code,
        data_maturity_code,
        false as is_computed,
        {{ without.source_locator }},
        _seed_row_key,
        printed_value as read_value,
        unit_zh as read_unit_zh,
        comparability_note_en,
        comparability_note_zh,
        {{ without.figure_note_en }},
        {{ without.figure_note_zh }},
        publisher_zh,
        quote_zh
    from published_actuals
    union all
    select
        collected_actuals.kpi_id,
        {{ without.source_document_id }},
        collected_actuals.source_url,
        collected_actuals.roc_year,
        readings.as_of_date,
        case
            when {{ dbt.position('readings.unit_zh', 'readings.printed_text') }} > 0
                then readings.printed_text
            else readings.printed_text || readings.unit_zh
        end as actual_text,
        {{ without.subject_zh }},
        collected_actuals.comparability_code,
        readings.data_maturity_code,
        readings.is_computed,
        {{ without.source_locator }},
        collected_actuals._seed_row_key,
        {{ without.read_value }},
        {{ without.read_unit_zh }},
        {%- for language in ['en', 'zh'] %}
        case when collected_actuals.comparability_code = 'similar' then readings.note_{{ language }} end
            as comparability_note_{{ language }},
        {%- endfor %}
        {%- for language in ['en', 'zh'] %}
        case when collected_actuals.comparability_code = 'exact' then readings.note_{{ language }} end
            as figure_note_{{ language }},
        {%- endfor %}
        readings.publisher_zh,
        collected_actuals.quote_zh
    from collected_actuals
    inner join readings
        on collected_actuals.kpi_id = readings.kpi_id
    union all
    select
        kpi_id,
        source_document_id,
        source_url,
        roc_year,
        as_of_date,
        actual_text,
        subject_zh,
        comparability_code,
        data_maturity_code,
        false as is_computed,
        source_locator,
        _seed_row_key,
        actual_value as read_value,
        unit_zh as read_unit_zh,
        comparability_note as comparability_note_en,
        comparability_note as comparability_note_zh,
        {{ without.figure_note_en }},
        {{ without.figure_note_zh }},
        '使用者' as publisher_zh,
        {{ without.quote_zh }}
    from current_landed_actuals

)

select * from final
