with

strategies as (

    select * from {{ ref('int_core__strategies_unioned') }}

),

listed_goals as (

    select * from {{ ref('int_core__goals_unioned') }}

),

first_strategies as (

    select
        *,
        row_number() over (
            partition by source_document_id, agency_id, goal_no
            order by strategy_no
        ) as strategy_place
    from strategies

),

-- A goal is printed with its first strategy, or in a list of goals.
goals as (

    select
        source_document_id,
        agency_id,
        goal_no,
        goal_name_zh,
        source_locator,
        _seed_row_key
    from first_strategies
    where strategy_place = 1
    union all
    select
        source_document_id,
        agency_id,
        goal_no,
        goal_name_zh,
        source_locator,
        _seed_row_key
    from listed_goals

),

final as (

    select
        {{ key_of(['source_document_id', 'agency_id', 'goal_no']) }} as policy_goal_id,
        source_document_id,
        agency_id,
        goal_no,
        goal_name_zh,
        source_locator,
        _seed_row_key
    from goals

)

select * from final
