{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

risks as (

    select * from {{ ref('nhi_digital_upgrade_113_116__risks') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'risks' as table_code,
        cast(risk_no as int) as risk_no,
        risk_name_zh,
        scenario_zh,
        existing_measures_zh,
        impact_scope_zh,
        cast(likelihood_level as int) as likelihood_level,
        cast(impact_level as int) as impact_level,
        cast(risk_value as int) as risk_value,
        new_measures_zh,
        cast(residual_likelihood_level as int) as residual_likelihood_level,
        cast(residual_impact_level as int) as residual_impact_level,
        cast(residual_risk_value as int) as residual_risk_value,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__risks') }} as _seed_row_key
    from risks

)

select * from final
