with

risk_likelihood_levels as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_likelihood_levels') }}

),

risk_impact_levels as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_impact_levels') }}

),

final as (

    select
        source_document_id,
        'likelihood' as scale_code,
        likelihood_level as scale_level,
        likelihood_name_zh as level_name_zh,
        cast(null as {{ dbt.type_string() }}) as impact_dimension_zh,
        likelihood_description_zh as criterion_zh,
        source_locator,
        _seed_row_key
    from risk_likelihood_levels
    union all
    select
        source_document_id,
        'impact' as scale_code,
        impact_level as scale_level,
        impact_name_zh as level_name_zh,
        impact_dimension_zh,
        criterion_zh,
        source_locator,
        _seed_row_key
    from risk_impact_levels

)

select * from final
