with

metrics as (

    select * from {{ ref('int_nhi__metrics_listed') }}

),

printings as (

    select * from {{ ref('int_nhi__metric_printings_placed') }}

),

sources as (

    select
        metric_id,
        count(distinct source_document_id) as source_document_count
    from printings
    group by metric_id

),

final as (

    select
        metrics.metric_id,
        metrics.metric_name_zh,
        metrics.metric_name_en,
        metrics.series_id,
        metrics.unit_zh,
        metrics.base_unit_zh,
        metrics.aggregation_code,
        cast(coalesce(sources.source_document_count, 0) as int) as source_document_count
    from metrics
    left join sources
        on metrics.metric_id = sources.metric_id

)

select * from final
