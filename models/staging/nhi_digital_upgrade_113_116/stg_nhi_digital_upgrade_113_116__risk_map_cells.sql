{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

risk_map_cells as (

    select * from {{ ref('nhi_digital_upgrade_113_116__risk_map_cells') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'risk_map_cells' as table_code,
        map_code,
        cast(impact_level as int) as impact_level,
        cast(likelihood_level as int) as likelihood_level,
        cast(risk_no as int) as risk_no,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__risk_map_cells') }} as _seed_row_key
    from risk_map_cells

)

select * from final
