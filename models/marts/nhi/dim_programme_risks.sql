with

risks as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risks') }}

),

final as (

    select
        source_document_id,
        risk_no,
        risk_name_zh,
        scenario_zh,
        existing_measures_zh,
        impact_scope_zh,
        likelihood_level,
        impact_level,
        risk_value,
        new_measures_zh,
        residual_likelihood_level,
        residual_impact_level,
        residual_risk_value,
        source_locator,
        _seed_row_key
    from risks

)

select * from final
