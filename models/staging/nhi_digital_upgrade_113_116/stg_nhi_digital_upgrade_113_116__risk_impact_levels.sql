{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

risk_impact_levels as (

    select * from {{ ref('nhi_digital_upgrade_113_116__risk_impact_levels') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'risk_impact_levels' as table_code,
        cast(impact_level as int) as impact_level,
        impact_name_zh,
        impact_dimension_zh,
        criterion_zh,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__risk_impact_levels') }} as _seed_row_key
    from risk_impact_levels

)

select * from final
