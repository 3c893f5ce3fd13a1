{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

risk_ratings as (

    select * from {{ ref('nhi_digital_upgrade_113_116__risk_ratings') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'risk_ratings' as table_code,
        cast(impact_level as int) as impact_level,
        cast(likelihood_level as int) as likelihood_level,
        cast(risk_value as int) as risk_value,
        risk_rating_zh,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__risk_ratings') }} as _seed_row_key
    from risk_ratings

)

select * from final
