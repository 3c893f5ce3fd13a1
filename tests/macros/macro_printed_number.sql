-- Grouping, decimals, sign and percent sign all occur; a percentage is read as it stands. A
-- figure is never guessed from a misprint, a note or a figure inside a text.
with

cases (printed_text, number) as (

    values
    ('0', 0),
    ('0.0', 0),
    ('0%', 0),
    ('63.2%', 63.2),
    ('-2.5', -2.5),
    ('-1,158%', -1158),
    ('999', 999),
    ('1,000', 1000),
    ('1,158.1', 1158.1),
    ('1,234,567', 1234567),
    ('12345.6', 12345.6),
    ('0.000001', 0.000001),
    ('999,999,999,999', 999999999999),
    ('1,000,000,000,000', 1000000000000),
    ('-999,999,999,999,999,999.999999', -999999999999999999.999999),
    ('2,77544', null),
    ('12,34', null),
    ('1234,567', null),
    ('註2', null),
    ('…', null),
    ('-', null),
    ('.5', null),
    ('5.', null),
    ('1.2.3', null),
    ('5%%', null),
    ('50人', null),
    ('約50', null),
    ('１２', null),
    ('5' || chr(10) || '6', null),
    ('', null),
    (null, null)

),

found as (

    select
        *,
        {{ printed_number('printed_text') }} as found_number
    from cases

)

select * from found
where found_number is distinct from number
