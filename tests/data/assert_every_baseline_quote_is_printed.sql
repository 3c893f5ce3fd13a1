-- A baseline is read out of the KPI's printed one: its quote stands there.
with

kpi_baselines as (

    select * from {{ ref('stg_reference__kpi_baselines') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

final as (

    select
        kpi_baselines.kpi_id,
        kpi_baselines.quote_zh,
        kpis.baseline_text
    from kpi_baselines
    left join kpis
        on kpi_baselines.kpi_id = kpis.kpi_id
    where
        kpis.baseline_text is null
        or {{ dbt.position('kpi_baselines.quote_zh', 'kpis.baseline_text') }} = 0

)

select * from final
