with

institution_rows as (

    select * from {{ ref('stg_landing__institution_rows') }}

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

contested_rows as (

    select institution_rows.*
    from institution_rows
    inner join cells_contested
        on
            institution_rows.metric_id = cells_contested.metric_id
            and coalesce(institution_rows.dimension_zh, '')
            = coalesce(cells_contested.dimension_zh, '')
            and institution_rows.month_start_date = cells_contested.month_start_date

),

-- The figure as of the latest day counts; of one day, the one loaded last.
ranked as (

    select
        *,
        row_number() over (
            partition by institution_id, metric_id, dimension_zh, month_start_date
            order by as_of_date desc, _load_no desc
        ) as figure_no
    from contested_rows

),

final as (

    select
        metric_id,
        dimension_zh,
        unit_zh,
        institution_level_zh,
        region_zh,
        month_start_date,
        count(*) as figure_count,
        cast(sum(metric_value) as decimal(38, 6)) as metric_value_sum,
        min(metric_value) as lowest_value,
        max(metric_value) as highest_value,
        is_total
    from ranked
    where figure_no = 1
    group by
        metric_id,
        dimension_zh,
        unit_zh,
        institution_level_zh,
        region_zh,
        month_start_date,
        is_total

)

select * from final
