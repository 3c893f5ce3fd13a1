with

risk_map_cells as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_map_cells') }}

),

risks as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risks') }}

),

risk_ratings as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_ratings') }}

),

final as (

    select
        risk_map_cells.source_document_id,
        risk_map_cells.map_code,
        risk_map_cells.risk_no,
        risks.risk_name_zh,
        risk_map_cells.likelihood_level,
        risk_map_cells.impact_level,
        risk_ratings.risk_rating_zh,
        risk_map_cells.source_locator,
        risk_map_cells._seed_row_key
    from risk_map_cells
    left join risks
        on
            risk_map_cells.source_document_id = risks.source_document_id
            and risk_map_cells.risk_no = risks.risk_no
    left join risk_ratings
        on
            risk_map_cells.source_document_id = risk_ratings.source_document_id
            and risk_map_cells.likelihood_level = risk_ratings.likelihood_level
            and risk_map_cells.impact_level = risk_ratings.impact_level

)

select * from final
