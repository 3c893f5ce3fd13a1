-- 113 (2024) is a leap year, 114 is not, nor is 189 (2100); December stays in its year. No
-- month must not fail the build, nor become one of some month.
with

cases (roc_month, last_day) as (

    values
    ('113-02', date '2024-02-29'),
    ('114-01', date '2025-01-31'),
    ('114-02', date '2025-02-28'),
    ('114-09', date '2025-09-30'),
    ('114-12', date '2025-12-31'),
    ('189-02', date '2100-02-28'),
    (null, null)

),

found as (

    select
        *,
        {{ roc_month_end('roc_month') }} as found_last_day
    from cases

)

select * from found
where found_last_day is distinct from last_day
