with

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
        {{ key_of(['source_document_id', 'agency_id', 'goal_no']) }} as policy_goal_id,
        source_document_id,
        agency_id,
        goal_no,
        goal_name_zh
    from goals

)

select * from final
