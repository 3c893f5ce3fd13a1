with

ministry_strategies as (

    select * from {{ ref('stg_mohw_fy107_plan__strategies') }}

),

volume_strategies as (

    select * from {{ ref('stg_ey_fy107_plans__strategies') }}

),

unioned as (

    select * from ministry_strategies
    union all
    select * from volume_strategies

),

final as (

    select
        source_document_id,
        agency_id,
        goal_no,
        goal_name_zh,
        strategy_no,
        strategy_zh,
        is_strategy_no_inferred,
        source_locator,
        _seed_row_key
    from unioned

)

select * from final
