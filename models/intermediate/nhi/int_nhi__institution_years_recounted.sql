with

institution_rows as (

    select * from {{ ref('stg_landing__institution_rows') }}

),

metric_months as (

    select * from {{ ref('stg_landing__metric_months') }}

),

months_contested as (

    select * from {{ ref('int_nhi__months_contested') }}

),

groups_contested as (

    select distinct
        institution_id,
        metric_id,
        dimension_zh,
        fiscal_year
    from months_contested

),

-- Joining the months first lets the engine skip the rows of all other years.
months as (

    select distinct
        month_start_date,
        cast(extract(year from month_start_date) as int) as fiscal_year
    from metric_months
    where
        extract(year from month_start_date)
        in (select groups_contested.fiscal_year from groups_contested)

),

contested_rows as (

    select
        institution_rows.*,
        months.fiscal_year
    from institution_rows
    inner join months
        on institution_rows.month_start_date = months.month_start_date
    inner join groups_contested
        on
            institution_rows.institution_id = groups_contested.institution_id
            and institution_rows.metric_id = groups_contested.metric_id
            and coalesce(institution_rows.dimension_zh, '')
            = coalesce(groups_contested.dimension_zh, '')
            and months.fiscal_year = groups_contested.fiscal_year

),

{{ summed_again(
    'contested_rows',
    ['institution_id', 'metric_id', 'dimension_zh', 'unit_zh', 'fiscal_year'],
    'month_count',
) }}

select * from final
