with

published_comparisons as (

    select * from {{ ref('reference__published_comparisons') }}

),

final as (

    select
        topic_zh,
        metric_zh,
        roc_period,
        compared_row_key
    from published_comparisons

)

select * from final
