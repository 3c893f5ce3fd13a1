-- A target that is a change is resolved where its reference year has a baseline or a target: of the
-- same part, and in a unit it can be added to unless it is a share of it. A figure of several years
-- is no baseline, and a target is one only for a change that names its year.
with

targets as (

    select * from {{ ref('fct_kpi_targets') }}

),

kpi_baselines as (

    select * from {{ ref('stg_reference__kpi_baselines') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

known_values as (

    select
        kpi_id,
        roc_year,
        component_no,
        cast(null as {{ dbt.type_string() }}) as subject_zh,
        resolved_unit_zh as unit_zh,
        true as is_target
    from targets
    where resolved_target_value is not null
    union all
    select
        kpi_id,
        roc_year,
        cast(null as int) as component_no,
        subject_zh,
        unit_zh,
        false as is_target
    from kpi_baselines
    where period_code != 'cumulative'

),

final as (

    select
        targets.kpi_id,
        targets.roc_year,
        targets.component_text,
        targets.baseline_roc_year,
        known_values.unit_zh
    from targets
    inner join known_values
        on
            targets.kpi_id = known_values.kpi_id
            and targets.baseline_roc_year = known_values.roc_year
            and targets.component_no = coalesce(known_values.component_no, targets.component_no)
            and (
                known_values.subject_zh is null
                or {{ dbt.position('known_values.subject_zh', 'targets.component_text') }} > 0
            )
    left join units as target_units
        on targets.unit_zh = target_units.unit_zh
    left join units as known_units
        on known_values.unit_zh = known_units.unit_zh
    where
        targets.resolved_target_value is null
        and targets.resolution_code not in ('another_year', 'baseline_cumulative')
        and not (known_values.is_target and targets.is_baseline_year_inferred)
        and (
            targets.target_kind_code != 'increment'
            or target_units.base_unit_zh = known_units.base_unit_zh
        )

)

select * from final
