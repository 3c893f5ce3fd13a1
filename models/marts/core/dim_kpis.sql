with

kpis as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

kpi_editions as (

    select * from {{ ref('int_core__kpi_editions') }}

),

common_kpis as (

    select * from {{ ref('stg_reference__common_kpis') }}

),

measure_baselines as (

    select * from {{ ref('stg_reference__measure_baselines') }}

),

kpi_directions as (

    select * from {{ ref('stg_reference__kpi_directions') }}

),

loaded_kpis as (

    select * from {{ ref('int_landing__kpis_current') }}

),

kpi_regimes as (

    select * from {{ ref('stg_reference__kpi_regimes') }}

),

targets as (

    select * from {{ ref('int_performance__kpi_targets_parsed') }}

),

-- What the measure prints, where the table of KPIs has no column for it.
listed_baselines as (

    select
        kpi_id,
        {{ dbt.listagg('baseline_text', "'；'", 'order by baseline_no') }} as baseline_text
    from measure_baselines
    group by kpi_id

),

-- The unit that all parts and years of a KPI's target cells share; a change in percent is in none.
kpi_units as (

    select
        kpi_id,
        case when min(unit_zh) = max(unit_zh) then min(unit_zh) end as unit_zh
    from targets
    where target_kind_code != 'relative_change' and target_place_code = 'cell'
    group by kpi_id

),

first_target_years as (

    select
        kpi_id,
        min(roc_year) as roc_year
    from targets
    where target_place_code = 'cell'
    group by kpi_id

),

unnoted as (

    select
        kpis.kpi_id,
        kpis.source_document_id,
        kpis.agency_id,
        kpis.aspect_name_zh,
        kpis.goal_no,
        kpis.goal_name_zh,
        kpis.kpi_no,
        kpis.kpi_name_zh,
        kpis.measure_definition_zh,
        kpis.evaluation_system_code,
        kpis.evaluation_method_zh,
        coalesce(kpis.baseline_text, listed_baselines.baseline_text) as baseline_text,
        kpis.plan_link_zh,
        coalesce(loaded_kpis.direction_code, kpi_directions.direction_code) as direction_code,
        loaded_kpis.direction_code is null as is_direction_inferred,
        case
            when loaded_kpis.direction_code is not null then 'as the file says'
            else kpi_directions.reason_en
        end as direction_reason_en,
        kpi_units.unit_zh,
        common_kpis.common_kpi_id,
        kpi_editions.record_kpi_id,
        kpi_editions.is_edition_of_record,
        coalesce(
            kpi_regimes.kpi_regime_code,
            case when loaded_kpis.kpi_id is not null then 'not_stated' end
        ) as kpi_regime_code,
        coalesce(
            kpi_regimes.is_kpi_regime_inferred,
            case when loaded_kpis.kpi_id is not null then false end
        ) as is_kpi_regime_inferred,
        kpis.is_qualitative,
        kpis.is_goal_merged,
        kpis.is_kpi_no_inferred,
        kpis.source_locator,
        kpis._seed_row_key
    from kpis
    inner join kpi_editions
        on kpis.kpi_id = kpi_editions.kpi_id
    left join common_kpis
        on kpis.kpi_name_zh = common_kpis.kpi_name_zh
    left join listed_baselines
        on kpis.kpi_id = listed_baselines.kpi_id
    left join kpi_directions
        on kpis.kpi_id = kpi_directions.kpi_id
    left join loaded_kpis
        on kpis.kpi_id = loaded_kpis.kpi_id
    left join kpi_units
        on kpis.kpi_id = kpi_units.kpi_id
    left join first_target_years
        on kpis.kpi_id = first_target_years.kpi_id
    left join kpi_regimes
        on
            kpis.source_document_id = kpi_regimes.source_document_id
            and first_target_years.roc_year = kpi_regimes.roc_year

),

final as (

    {{ with_notes('unnoted', ['core.dim_kpis']) }}

)

select * from final
