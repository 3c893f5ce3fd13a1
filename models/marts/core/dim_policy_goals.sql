with

superseded_plans as (

    select * from {{ ref('int_core__superseded_plans') }}

),

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
        {{ key_of(['goals.source_document_id', 'goals.agency_id', 'goals.goal_no']) }}
            as policy_goal_id,
        goals.source_document_id,
        goals.agency_id,
        goals.goal_no,
        goals.goal_name_zh,
        superseded_plans.agency_id is null as is_edition_of_record,
        goals.source_locator,
        goals._seed_row_key
    from goals
    left join superseded_plans
        on
            goals.source_document_id = superseded_plans.source_document_id
            and goals.agency_id = superseded_plans.agency_id

)

select * from final
