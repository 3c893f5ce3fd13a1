-- A dash is a blank only where it stands alone, and zero is a figure.
with

cases (printed_text, text) as (

    values
    ('…', null),
    (' … ', null),
    ('—', null),
    ('－', null),
    ('-', null),
    (' ', null),
    (null, null),
    ('0', '0'),
    (' -5.1 ', '-5.1'),
    (' 家醫 ', '家醫'),
    ('2－3', '2－3')

),

found as (

    select
        *,
        {{ blank_to_null('printed_text') }} as found_text
    from cases

)

select * from found
where found_text is distinct from text
