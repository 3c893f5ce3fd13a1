with

superseded_plans as (

    select * from {{ ref('int_core__superseded_plans') }}

),

strategies as (

    select * from {{ ref('int_core__strategies_unioned') }}

),

goals as (

    select distinct
        source_document_id,
        agency_id,
        goal_no,
        goal_name_zh
    from strategies

),

final as (

    select
        {{ key_of(['goals.source_document_id', 'goals.agency_id', 'goals.goal_no']) }} as policy_goal_id,
        goals.source_document_id,
        goals.agency_id,
        goals.goal_no,
        goals.goal_name_zh,
        superseded_plans.agency_id is null as is_edition_of_record
    from goals
    left join superseded_plans
        on
            goals.source_document_id = superseded_plans.source_document_id
            and goals.agency_id = superseded_plans.agency_id

)

select * from final
