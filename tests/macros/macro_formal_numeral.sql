-- 壹 to 玖 and 拾, also put together; any other sign is no section number.
with

cases (heading, number) as (

    values
    ('壹', 1),
    ('貳', 2),
    ('參', 3),
    ('肆', 4),
    ('伍', 5),
    ('陸', 6),
    ('柒', 7),
    ('捌', 8),
    ('玖', 9),
    ('拾', 10),
    ('拾貳', 12),
    ('參拾', 30),
    ('壹、', null),
    ('方針', null),
    (null, null)

),

found as (

    select
        *,
        {{ formal_numeral('heading') }} as found_number
    from cases

)

select * from found
where found_number is distinct from number
