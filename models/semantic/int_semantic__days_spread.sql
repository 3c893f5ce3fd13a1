with

years as (

    select * from {{ ref('dim_fiscal_years') }}

),

numbers as (

    {{ dbt.generate_series(366) }}

),

days as (

    select
        years.fiscal_year,
        years.ends_on_date,
        cast(
            {{ dbt.dateadd('day', 'numbers.generated_number - 1', 'years.starts_on_date') }}
            as date
        ) as day_date
    from years
    cross join numbers

),

final as (

    select
        day_date,
        fiscal_year
    from days
    where day_date <= ends_on_date

)

select * from final
