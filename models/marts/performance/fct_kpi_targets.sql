with

targets as (

    select * from {{ ref('int_performance__kpi_targets_resolved') }}

),

kpi_editions as (

    select * from {{ ref('int_core__kpi_editions') }}

),

unnoted as (

    select
        targets.kpi_id,
        targets.fiscal_year,
        targets.roc_year,
        targets.component_no,
        targets.target_text,
        targets.component_text,
        targets.subject_zh,
        targets.target_place_code,
        targets.target_kind_code,
        targets.comparison_operator,
        targets.target_value,
        targets.unit_zh,
        targets.is_target_approximate,
        targets.baseline_value,
        targets.baseline_unit_zh,
        targets.baseline_roc_year,
        targets.is_baseline_year_inferred,
        targets.resolved_target_value,
        targets.resolved_unit_zh,
        targets.resolution_code,
        kpi_editions.is_edition_of_record,
        targets.source_document_id,
        targets.source_locator,
        targets._seed_row_key
    from targets
    inner join kpi_editions
        on targets.kpi_id = kpi_editions.kpi_id

),

final as (

    {{ with_notes('unnoted', ['core.dim_kpis', 'performance.fct_kpi_targets']) }}

)

select * from final
