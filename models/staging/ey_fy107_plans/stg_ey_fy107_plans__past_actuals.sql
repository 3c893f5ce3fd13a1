with

past_actuals as (

    select * from {{ ref('ey_fy107_plans__past_actuals') }}

),

final as (

    select
        'ey_fy107_plans' as source_document_id,
        {{ kpi_key("'ey_fy107_plans'", 'agency_id', chinese_numeral('goal_no'), 'kpi_no') }}
            as kpi_id,
        cast(roc_year as int) as roc_year,
        actual_text,
        source_locator,
        {{ seed_row_key('ey_fy107_plans__past_actuals') }} as _seed_row_key
    from past_actuals

)

select * from final
