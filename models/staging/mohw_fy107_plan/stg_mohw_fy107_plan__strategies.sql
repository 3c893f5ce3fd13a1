with

strategies as (

    select * from {{ ref('mohw_fy107_plan__strategies') }}

),

final as (

    select
        'mohw_fy107_plan' as source_document_id,
        'mohw' as agency_id,
        {{ chinese_numeral('goal_no') }} as goal_no,
        goal_name_zh,
        {{ chinese_numeral("coalesce(strategy_no, '一')") }} as strategy_no,
        strategy_zh,
        strategy_no is null as is_strategy_no_inferred,
        source_locator,
        {{ seed_row_key('mohw_fy107_plan__strategies') }} as _seed_row_key
    from strategies

)

select * from final
