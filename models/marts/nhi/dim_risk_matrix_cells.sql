with

risk_ratings as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_ratings') }}

),

risk_responses as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_responses') }}

),

final as (

    select
        risk_ratings.source_document_id,
        risk_ratings.likelihood_level,
        risk_ratings.impact_level,
        risk_ratings.risk_value,
        risk_ratings.risk_rating_zh,
        risk_responses.response_zh,
        risk_responses.risk_value_range,
        risk_responses.minimum_risk_value,
        risk_responses.maximum_risk_value,
        risk_ratings.source_locator,
        risk_responses.source_locator as response_locator,
        risk_ratings._seed_row_key,
        risk_responses._seed_row_key as _response_seed_row_key
    from risk_ratings
    left join risk_responses
        on
            risk_ratings.source_document_id = risk_responses.source_document_id
            and risk_ratings.risk_rating_zh = risk_responses.risk_rating_zh

)

select * from final
