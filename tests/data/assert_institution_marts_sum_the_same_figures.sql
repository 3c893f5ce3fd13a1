-- By month, by year and by institution, each figure is counted once, and the sums are the same.
with

programme_metrics_monthly as (

    select * from {{ ref('mart_programme_metrics_monthly') }}

),

programme_metrics_yearly as (

    select * from {{ ref('mart_programme_metrics_yearly') }}

),

programme_metrics_by_institution as (

    select * from {{ ref('mart_programme_metrics_by_institution') }}

),

sums as (

    select
        metric_id,
        unit_zh,
        fiscal_year,
        'monthly' as mart_code,
        sum(institution_count) as figure_count,
        sum(metric_value_sum) as metric_value_sum
    from programme_metrics_monthly
    group by
        metric_id,
        unit_zh,
        fiscal_year
    union all
    select
        metric_id,
        unit_zh,
        fiscal_year,
        'yearly' as mart_code,
        sum(figure_count) as figure_count,
        sum(metric_value_sum) as metric_value_sum
    from programme_metrics_yearly
    group by
        metric_id,
        unit_zh,
        fiscal_year
    union all
    select
        metric_id,
        unit_zh,
        fiscal_year,
        'by_institution' as mart_code,
        sum(month_count) as figure_count,
        sum(metric_value_sum) as metric_value_sum
    from programme_metrics_by_institution
    group by
        metric_id,
        unit_zh,
        fiscal_year

),

final as (

    select
        metric_id,
        unit_zh,
        fiscal_year
    from sums
    group by
        metric_id,
        unit_zh,
        fiscal_year
    having
        count(*) != 3
        or min(figure_count) != max(figure_count)
        or coalesce(min(metric_value_sum), 0) != coalesce(max(metric_value_sum), 0)

)

select * from final
