-- 億, 百萬, 萬, 千 and `million` multiply the digits before them; the currency and the sign of a
-- percentage are cut off first. A misprinted part must not be read as nothing, nor words in
-- the wrong order as some number.
with

cases (printed_text, number) as (

    values
    ('28', 28),
    ('12.0', 12),
    ('0.0', 0),
    ('5,590', 5590),
    ('2,880.0', 2880),
    ('81.4%', 81.4),
    ('39億3,420萬元', 3934200000),
    ('595萬8千', 5958000),
    ('600.2萬', 6002000),
    ('4萬8,574', 48574),
    ('1億', 100000000),
    ('1億5', 100000005),
    ('2億3百萬4萬5千6', 203045006),
    ('306.42 million', 306420000),
    ('10.9 million', 10900000),
    ('2,77544', null),
    ('39億3,42萬', null),
    ('1.2.3', null),
    ('1.2.3萬5千', null),
    ('8千595萬', null),
    ('近600萬', null),
    ('600萬人', null),
    ('萬', null),
    ('million', null),
    ('元', null),
    ('', null),
    (null, null)

),

found as (

    select
        *,
        {{ spelled_number(without_match('printed_text', '(元|%)$')) }} as found_number
    from cases

)

select * from found
where found_number is distinct from number
