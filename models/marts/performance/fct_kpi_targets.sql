with

targets as (

    select * from {{ ref('int_performance__kpi_targets_resolved') }}

),

final as (

    select
        kpi_id,
        fiscal_year,
        roc_year,
        component_no,
        target_text,
        component_text,
        target_kind_code,
        comparison_operator,
        target_value,
        unit_zh,
        baseline_value,
        baseline_unit_zh,
        baseline_roc_year,
        is_baseline_year_inferred,
        resolved_target_value,
        resolved_unit_zh,
        resolution_code,
        source_document_id,
        source_locator,
        _seed_row_key
    from targets

)

select * from final
