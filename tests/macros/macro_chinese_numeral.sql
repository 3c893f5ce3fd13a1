-- Ten to nineteen print no digit before 十, the round tens none after it. A heading that is
-- no numeral must not become a number.
with

cases (heading, number) as (

    values
    ('一', 1),
    ('九', 9),
    ('十', 10),
    ('十一', 11),
    ('二十', 20),
    ('二十一', 21),
    ('九十九', 99),
    ('零', null),
    ('一百', null),
    ('一十一', null),
    ('十十', null),
    ('1', null),
    ('壹', null),
    ('一、', null),
    ('其他', null),
    ('', null),
    (null, null)

),

found as (

    select
        *,
        {{ chinese_numeral('heading') }} as found_number
    from cases

)

select * from found
where found_number is distinct from number
