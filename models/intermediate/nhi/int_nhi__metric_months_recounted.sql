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

{{ summed_again(
    'contested_rows',
    [
        'metric_id',
        'dimension_zh',
        'unit_zh',
        'institution_level_zh',
        'region_zh',
        'month_start_date',
    ],
    'figure_count',
) }}

select * from final
