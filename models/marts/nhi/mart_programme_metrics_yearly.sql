with

programme_metrics_monthly as (

    select * from {{ ref('mart_programme_metrics_monthly') }}

),

final as (

    select
        metric_id,
        metric_name_zh,
        dimension_zh,
        unit_zh,
        institution_level_zh,
        region_zh,
        roc_year,
        fiscal_year,
        cast(count(*) as int) as month_count,
        cast(sum(institution_count) as int) as figure_count,
        cast(sum(metric_value_sum) as decimal(38, 6)) as metric_value_sum,
        min(lowest_value) as lowest_value,
        max(highest_value) as highest_value
    from programme_metrics_monthly
    group by
        metric_id,
        metric_name_zh,
        dimension_zh,
        unit_zh,
        institution_level_zh,
        region_zh,
        roc_year,
        fiscal_year

)

select * from final
