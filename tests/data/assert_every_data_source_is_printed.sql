-- A data source is in the measure's own words, or it is not the document's.
with

kpis as (

    select * from {{ ref('dim_kpis') }}

),

data_sources as (

    select * from {{ ref('stg_reference__kpi_data_sources') }}

),

final as (

    select
        data_sources.kpi_id,
        data_sources.data_source_zh
    from data_sources
    left join kpis
        on data_sources.kpi_id = kpis.kpi_id
    where coalesce(
        {{ dbt.position('data_sources.data_source_zh', 'kpis.measure_definition_zh') }}, 0
    ) = 0

)

select * from final
