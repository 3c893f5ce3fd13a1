with

strategies as (

    select * from {{ ref('int_core__strategies_unioned') }}

),

final as (

    select
        source_document_id,
        agency_id,
        goal_no,
        strategy_no,
        strategy_zh,
        is_strategy_no_inferred,
        source_locator,
        _seed_row_key
    from strategies

)

select * from final
