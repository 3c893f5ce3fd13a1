with

metric_months as (

    select * from {{ ref('stg_landing__metric_months') }}

),

recounted as (

    select * from {{ ref('int_nhi__metric_months_recounted') }}

),

months_contested as (

    select * from {{ ref('int_nhi__months_contested') }}

),

cells_contested as (

    select distinct
        metric_id,
        dimension_zh,
        month_start_date
    from months_contested

),

names_ranked as (

    select
        metric_id,
        metric_name_zh,
        row_number() over (
            partition by metric_id
            order by _load_no desc, month_start_date desc, metric_name_zh asc
        ) as name_no
    from metric_months

),

parts as (

    select
        metric_months.metric_id,
        metric_months.dimension_zh,
        metric_months.unit_zh,
        metric_months.institution_level_zh,
        metric_months.region_zh,
        metric_months.month_start_date,
        metric_months.figure_count,
        metric_months.metric_value_sum,
        metric_months.lowest_value,
        metric_months.highest_value,
        metric_months.is_total
    from metric_months
    left join cells_contested
        on
            metric_months.metric_id = cells_contested.metric_id
            and coalesce(metric_months.dimension_zh, '')
            = coalesce(cells_contested.dimension_zh, '')
            and metric_months.month_start_date = cells_contested.month_start_date
    where cells_contested.metric_id is null
    union all
    select
        metric_id,
        dimension_zh,
        unit_zh,
        institution_level_zh,
        region_zh,
        month_start_date,
        figure_count,
        metric_value_sum,
        lowest_value,
        highest_value,
        is_total
    from recounted

),

final as (

    select
        parts.metric_id,
        names_ranked.metric_name_zh,
        parts.dimension_zh,
        parts.unit_zh,
        parts.institution_level_zh,
        parts.region_zh,
        parts.month_start_date,
        sum(parts.figure_count) as institution_count,
        sum(parts.metric_value_sum) as metric_value_sum,
        min(parts.lowest_value) as lowest_value,
        max(parts.highest_value) as highest_value,
        parts.is_total
    from parts
    inner join names_ranked
        on
            parts.metric_id = names_ranked.metric_id
            and names_ranked.name_no = 1
    group by
        parts.metric_id,
        names_ranked.metric_name_zh,
        parts.dimension_zh,
        parts.unit_zh,
        parts.institution_level_zh,
        parts.region_zh,
        parts.month_start_date,
        parts.is_total

)

select * from final
