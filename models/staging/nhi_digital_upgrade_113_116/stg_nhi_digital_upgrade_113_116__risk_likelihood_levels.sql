{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

risk_likelihood_levels as (

    select * from {{ ref('nhi_digital_upgrade_113_116__risk_likelihood_levels') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'risk_likelihood_levels' as table_code,
        cast(likelihood_level as int) as likelihood_level,
        likelihood_name_zh,
        likelihood_description_zh,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__risk_likelihood_levels') }} as _seed_row_key
    from risk_likelihood_levels

)

select * from final
