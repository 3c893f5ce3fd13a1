with

metric_months as (

    select * from {{ ref('int_nhi__metric_months_merged') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

final as (

    select
        metric_months.metric_id,
        metric_months.metric_name_zh,
        metric_months.dimension_zh,
        metric_months.unit_zh,
        metric_months.institution_level_zh,
        metric_months.region_zh,
        metric_months.month_start_date,
        cast(extract(year from metric_months.month_start_date) - 1911 as int) as roc_year,
        cast(extract(year from metric_months.month_start_date) as int) as fiscal_year,
        cast(metric_months.institution_count as int) as institution_count,
        cast(
            case when units.is_additive then metric_months.metric_value_sum end as decimal(38, 6)
        ) as metric_value_sum,
        metric_months.lowest_value,
        metric_months.highest_value
    from metric_months
    inner join units
        on metric_months.unit_zh = units.unit_zh
    where not metric_months.is_total

)

select * from final
