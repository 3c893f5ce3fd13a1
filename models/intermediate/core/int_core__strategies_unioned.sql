with

ministry_strategies as (

    select * from {{ ref('stg_mohw_fy107_plan__strategies') }}

),

volume_strategies as (

    select * from {{ ref('stg_ey_fy107_plans__strategies') }}

),

final as (

    select * from ministry_strategies
    union all
    select * from volume_strategies

)

select * from final
