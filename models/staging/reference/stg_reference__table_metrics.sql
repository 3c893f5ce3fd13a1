with

table_metrics as (

    select * from {{ ref('reference__table_metrics') }}

),

final as (

    select
        seed_name,
        table_label,
        metric_id,
        metric_name_zh,
        dimension_zh
    from table_metrics

)

select * from final
