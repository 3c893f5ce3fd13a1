-- Two digits after the year are a month, three another year; 底 is a day, the last one. A
-- 13th month, a fifth quarter or words must not become some period.
with

cases (roc_period, roc_year, first_day, last_day) as (

    values
    ('112', 112, date '2023-01-01', date '2023-12-31'),
    ('108底', 108, date '2019-12-31', date '2019-12-31'),
    ('109-12底', 109, date '2020-12-31', date '2020-12-31'),
    ('113-02底', 113, date '2024-02-29', date '2024-02-29'),
    ('104-06', 104, date '2015-06-01', date '2015-06-30'),
    ('113-02', 113, date '2024-02-01', date '2024-02-29'),
    ('104-12', 104, date '2015-12-01', date '2015-12-31'),
    ('104-106', 106, date '2015-01-01', date '2017-12-31'),
    ('104-107', 107, date '2015-01-01', date '2018-12-31'),
    ('114-01~04', 114, date '2025-01-01', date '2025-04-30'),
    ('107Q1', 107, date '2018-01-01', date '2018-03-31'),
    ('107Q3', 107, date '2018-07-01', date '2018-09-30'),
    ('107Q4', 107, date '2018-10-01', date '2018-12-31'),
    ('107Q2底', 107, date '2018-06-30', date '2018-06-30'),
    ('104-107底', 107, date '2018-12-31', date '2018-12-31'),
    ('114-01~02底', 114, date '2025-02-28', date '2025-02-28'),
    ('104-13', null, null, null),
    ('104-00', null, null, null),
    ('107Q5', null, null, null),
    ('112年', null, null, null),
    ('2023', null, null, null),
    ('99', null, null, null),
    ('114-01~13', null, null, null),
    ('104-107-06', null, null, null),
    ('底', null, null, null),
    ('', null, null, null),
    (null, null, null, null)

),

found as (

    select
        *,
        {{ roc_period_year('roc_period') }} as found_roc_year,
        {{ roc_period_start('roc_period') }} as found_first_day,
        {{ roc_period_end('roc_period') }} as found_last_day
    from cases

)

select * from found
where
    found_roc_year is distinct from roc_year
    or found_first_day is distinct from first_day
    or found_last_day is distinct from last_day
