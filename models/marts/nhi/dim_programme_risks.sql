with

risks as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risks') }}

),

risk_ratings as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_ratings') }}

),

final as (

    select
        risks.source_document_id,
        risks.risk_no,
        risks.risk_name_zh,
        risks.scenario_zh,
        risks.existing_measures_zh,
        risks.impact_scope_zh,
        risks.likelihood_level,
        risks.impact_level,
        risks.risk_value,
        ratings.risk_rating_zh,
        risks.new_measures_zh,
        risks.residual_likelihood_level,
        risks.residual_impact_level,
        risks.residual_risk_value,
        residual_ratings.risk_rating_zh as residual_risk_rating_zh,
        risks.source_locator,
        risks._seed_row_key
    from risks
    left join risk_ratings as ratings
        on
            risks.source_document_id = ratings.source_document_id
            and risks.likelihood_level = ratings.likelihood_level
            and risks.impact_level = ratings.impact_level
    left join risk_ratings as residual_ratings
        on
            risks.source_document_id = residual_ratings.source_document_id
            and risks.residual_likelihood_level = residual_ratings.likelihood_level
            and risks.residual_impact_level = residual_ratings.impact_level

)

select * from final
