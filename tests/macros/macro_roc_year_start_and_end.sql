-- No year must not fail the build, nor become one of some year.
with

cases (roc_year, first_day, last_day) as (

    values
    (1, date '1912-01-01', date '1912-12-31'),
    (113, date '2024-01-01', date '2024-12-31'),
    (null, null, null)

),

found as (

    select
        *,
        {{ roc_year_start('roc_year') }} as found_first_day,
        {{ roc_year_end('roc_year') }} as found_last_day
    from cases

)

select * from found
where
    found_first_day is distinct from first_day
    or found_last_day is distinct from last_day
