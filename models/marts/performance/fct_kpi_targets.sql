with

targets as (

    select * from {{ ref('int_performance__kpi_targets_parsed') }}

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
        cast(null as decimal(24, 6)) as baseline_value,
        cast(null as int) as baseline_roc_year,
        -- An absolute target is already resolved.
        case when target_kind_code = 'absolute' then target_value end as resolved_target_value,
        source_document_id,
        source_locator,
        _seed_row_key
    from targets

)

select * from final
