with

metrics as (

    select * from {{ ref('reference__metrics') }}

),

final as (

    select
        metric_id,
        metric_name_zh,
        metric_name_en,
        series_id,
        unit_zh,
        aggregation_code
    from metrics

)

select * from final
