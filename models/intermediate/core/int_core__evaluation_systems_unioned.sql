with

ministry_evaluation_systems as (

    select * from {{ ref('stg_mohw_fy107_plan__evaluation_systems') }}

),

volume_evaluation_systems as (

    select * from {{ ref('stg_ey_fy107_plans__evaluation_systems') }}

),

unioned as (

    select * from ministry_evaluation_systems
    union all
    select * from volume_evaluation_systems

),

final as (

    select
        source_document_id,
        agency_id,
        evaluation_system_code,
        evaluation_system_zh,
        source_locator,
        _seed_row_key
    from unioned

)

select * from final
