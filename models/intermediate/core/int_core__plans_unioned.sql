with

ministry_plans as (

    select * from {{ ref('stg_mohw_fy107_plan__plans') }}

),

volume_plans as (

    select * from {{ ref('stg_ey_fy107_plans__plans') }}

),

final as (

    select * from ministry_plans
    union all
    select * from volume_plans

)

select * from final
