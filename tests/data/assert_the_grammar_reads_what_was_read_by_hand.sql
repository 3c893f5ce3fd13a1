-- Targets in measures were read by hand, and the grammar reads them again: both give the same
-- number, or the grammar says that it reads none.
with

measure_targets as (

    select * from {{ ref('stg_kpi_measures__targets') }}

),

targets as (

    select * from {{ ref('fct_kpi_targets') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

final as (

    select
        targets.kpi_id,
        targets.roc_year,
        targets.component_text,
        targets.target_value,
        targets.unit_zh,
        measure_targets.printed_value,
        measure_targets.unit_zh as read_unit_zh
    from targets
    inner join measure_targets
        on targets._seed_row_key = measure_targets._seed_row_key
    left join units as target_units
        on targets.unit_zh = target_units.unit_zh
    left join units as read_units
        on measure_targets.unit_zh = read_units.unit_zh
    where
        -- A fall is a negative change.
        abs(targets.target_value) * target_units.multiplier
        != measure_targets.printed_value * read_units.multiplier
        or target_units.base_unit_zh != read_units.base_unit_zh
        or (targets.target_value is null)
        != (measure_targets.printed_value is null or targets.resolution_code = 'number_not_read')

)

select * from final
