with

metric_breakdowns as (

    select * from {{ ref('reference__metric_breakdowns') }}

),

final as (

    select
        metric_id,
        dimension_zh,
        breakdown_role_code,
        axis_zh,
        member_zh
    from metric_breakdowns

)

select * from final
