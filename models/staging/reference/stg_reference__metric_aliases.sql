with

metric_aliases as (

    select * from {{ ref('reference__metric_aliases') }}

),

final as (

    select
        printed_metric_id,
        metric_id
    from metric_aliases

)

select * from final
