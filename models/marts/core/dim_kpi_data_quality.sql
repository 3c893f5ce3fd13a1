with

kpis as (

    select * from {{ ref('dim_kpis') }}

),

evaluation_systems as (

    select * from {{ ref('dim_evaluation_systems') }}

),

data_sources as (

    select * from {{ ref('stg_reference__kpi_data_sources') }}

),

actuals as (

    select * from {{ ref('int_performance__kpi_actuals_parsed') }}

),

published_actuals as (

    select
        kpi_id,
        count(*) as published_actual_count,
        min(roc_year) as first_actual_roc_year,
        max(roc_year) as last_actual_roc_year
    from actuals
    where comparability_code = 'exact' and actual_value is not null
    group by kpi_id

),

final as (

    select
        kpis.kpi_id,
        kpis.source_document_id,
        {{ measure_without_notes('kpis.measure_definition_zh') }} as measure_without_notes_zh,
        kpis.evaluation_method_zh,
        kpis.evaluation_system_code,
        evaluation_systems.evaluation_system_zh,
        data_sources.data_source_zh,
        data_sources.data_source_kind_code,
        {{ measure_note('kpis.measure_definition_zh') }} as measure_note_zh,
        published_actuals.first_actual_roc_year,
        published_actuals.last_actual_roc_year,
        cast(coalesce(published_actuals.published_actual_count, 0) as int)
            as published_actual_count,
        evaluation_systems.evaluation_system_zh is not null as has_evaluation_system,
        data_sources.data_source_zh is not null as has_data_source,
        {{ measure_note('kpis.measure_definition_zh') }} is not null as has_measure_note,
        published_actuals.kpi_id is not null as has_published_actual,
        kpis.source_locator
    from kpis
    left join evaluation_systems
        on
            kpis.source_document_id = evaluation_systems.source_document_id
            and kpis.agency_id = evaluation_systems.agency_id
            and kpis.evaluation_system_code = evaluation_systems.evaluation_system_code
    left join data_sources
        on kpis.kpi_id = data_sources.kpi_id
    left join published_actuals
        on kpis.kpi_id = published_actuals.kpi_id

)

select * from final
