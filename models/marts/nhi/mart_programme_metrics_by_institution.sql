with

institution_years as (

    select * from {{ ref('int_nhi__institution_years_merged') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

final as (

    select
        institution_years.institution_id,
        institution_years.metric_id,
        institution_years.dimension_zh,
        institution_years.unit_zh,
        cast(institution_years.fiscal_year - 1911 as int) as roc_year,
        institution_years.fiscal_year,
        cast(institution_years.month_count as int) as month_count,
        cast(
            case when units.is_additive then institution_years.metric_value_sum end
            as decimal(38, 6)
        ) as metric_value_sum,
        institution_years.lowest_value,
        institution_years.highest_value
    from institution_years
    inner join units
        on institution_years.unit_zh = units.unit_zh
    where not institution_years.is_total

)

select * from final
