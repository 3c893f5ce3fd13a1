-- A target or baseline read out of a measure stands there: the quote in the measure, the figure in
-- the quote.
with

measure_targets as (

    select * from {{ ref('stg_kpi_measures__targets') }}

),

measure_baselines as (

    select * from {{ ref('stg_reference__measure_baselines') }}

),

kpi_measures as (

    select * from {{ ref('stg_reference__kpi_measures') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

quoted as (

    select
        kpi_id,
        printed_text,
        quote_zh
    from measure_targets
    union all
    select
        kpi_id,
        baseline_text as printed_text,
        quote_zh
    from measure_baselines
    union all
    select
        kpi_id,
        quote_zh as printed_text,
        quote_zh
    from kpi_measures

),

final as (

    select
        quoted.kpi_id,
        quoted.printed_text,
        quoted.quote_zh,
        kpis.measure_definition_zh
    from quoted
    left join kpis
        on quoted.kpi_id = kpis.kpi_id
    where
        kpis.kpi_id is null
        or {{ dbt.position(
            normalised_text('quoted.quote_zh'), normalised_text('kpis.measure_definition_zh')
        ) }} = 0
        or {{ dbt.position(
            normalised_text('quoted.printed_text'), normalised_text('quoted.quote_zh')
        ) }} = 0

)

select * from final
