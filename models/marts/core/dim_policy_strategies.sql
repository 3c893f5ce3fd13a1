with

superseded_plans as (

    select * from {{ ref('int_core__superseded_plans') }}

),

strategies as (

    select * from {{ ref('int_core__strategies_unioned') }}

),

final as (

    select
        strategies.source_document_id,
        strategies.agency_id,
        strategies.goal_no,
        strategies.strategy_no,
        strategies.strategy_zh,
        superseded_plans.agency_id is null as is_edition_of_record,
        strategies.is_strategy_no_inferred,
        strategies.source_locator,
        strategies._seed_row_key
    from strategies
    left join superseded_plans
        on
            strategies.source_document_id = superseded_plans.source_document_id
            and strategies.agency_id = superseded_plans.agency_id

)

select * from final
