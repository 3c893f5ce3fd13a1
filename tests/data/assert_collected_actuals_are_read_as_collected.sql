-- A figure read out of a collected value stands in it, and every collected value has a reading.
with

kpi_actuals as (

    select * from {{ ref('stg_published_figures__kpi_actuals') }}

),

readings as (

    select * from {{ ref('stg_reference__kpi_actual_readings') }}

),

actuals as (

    select * from {{ ref('fct_kpi_actuals') }}

),

final as (

    select
        kpi_actuals.kpi_id,
        kpi_actuals.value_text,
        readings.printed_text,
        actuals.actual_value
    from kpi_actuals
    left join readings
        on kpi_actuals.kpi_id = readings.kpi_id
    left join actuals
        on kpi_actuals._seed_row_key = actuals._seed_row_key
    where
        readings.kpi_id is null
        or kpi_actuals.unit_zh != readings.unit_zh
        or {{ dbt.position('readings.printed_text', 'kpi_actuals.value_text') }} = 0
        or actuals.actual_value is null

)

select * from final
