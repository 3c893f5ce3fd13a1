-- Every fiscal year has each of its days once in the time spine.
with

years as (

    select * from {{ ref('dim_fiscal_years') }}

),

days as (

    select * from {{ ref('int_semantic__days_spread') }}

),

counted as (

    select
        fiscal_year,
        count(distinct day_date) as day_count
    from days
    group by fiscal_year

),

compared as (

    select
        years.fiscal_year,
        coalesce(counted.day_count, 0) as day_count,
        extract(doy from years.ends_on_date) as expected_day_count
    from years
    left join counted
        on years.fiscal_year = counted.fiscal_year

),

final as (

    select * from compared
    where day_count != expected_day_count

)

select * from final
