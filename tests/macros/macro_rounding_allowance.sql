-- 25 items are 25 items, but 413 ten thousand persons were rounded to ten thousand.
with

cases (printed_text, dimension_code, multiplier, allowance) as (

    values
    ('35', 'money', 100000000, 0.5),
    ('21.9', 'money', 100000000, 0.05),
    ('371.685', 'money', 100000000, 0.0005),
    ('0.0', 'money', 100000000, 0.05),
    ('-2.50', 'money', 100000000, 0.005),
    ('63.2%', 'rate', 0.01, 0.05),
    ('25', 'count', 1, 0),
    ('413', 'count', 10000, 0.5),
    ('80', 'time', 1, 0.5)

),

found as (

    select
        *,
        {{ rounding_allowance('printed_text', 'dimension_code', 'multiplier') }} as found_allowance
    from cases

)

select * from found
where found_allowance is distinct from allowance
