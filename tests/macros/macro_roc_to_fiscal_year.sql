-- The first ROC year is 1912, and the text of a seed becomes a number.
with

cases (roc_year, fiscal_year) as (

    values
    ('1', 1912),
    ('99', 2010),
    ('100', 2011),
    ('115', 2026),
    (null, null)

),

found as (

    select
        *,
        {{ roc_to_fiscal_year('roc_year') }} as found_fiscal_year
    from cases

)

select * from found
where found_fiscal_year is distinct from fiscal_year
