with

metric_months as (

    select * from {{ ref('stg_landing__metric_months') }}

),

institution_years as (

    select * from {{ ref('stg_landing__institution_years') }}

),

months as (

    select
        month_start_date,
        cast(extract(year from month_start_date) as int) as fiscal_year,
        cast(power(2, extract(month from month_start_date) - 1) as int) as month_bit
    from metric_months
    group by month_start_date
    having count(distinct source_document_id) > 1

),

-- Only the years of such months are looked at institution by institution.
institution_years_beside_others as (

    select
        institution_id,
        metric_id,
        dimension_zh,
        fiscal_year,
        month_bits,
        source_document_id
    from institution_years
    where fiscal_year in (select months.fiscal_year from months)

),

final as (

    select
        institution_years_beside_others.institution_id,
        institution_years_beside_others.metric_id,
        institution_years_beside_others.dimension_zh,
        months.fiscal_year,
        months.month_start_date
    from institution_years_beside_others
    inner join months
        on
            institution_years_beside_others.fiscal_year = months.fiscal_year
            and (institution_years_beside_others.month_bits & months.month_bit) != 0
    group by
        institution_years_beside_others.institution_id,
        institution_years_beside_others.metric_id,
        institution_years_beside_others.dimension_zh,
        months.fiscal_year,
        months.month_start_date
    having count(distinct institution_years_beside_others.source_document_id) > 1

)

select * from final
