-- What a part of a union lacks is null in its type, and a flag false; columns are matched by name.
with

first_part (row_no, printed_text, is_total) as (

    values
    (1, '5', true)

),

second_part (is_inferred, row_no) as (

    values
    (true, 2)

),

unioned as (

    {{ union_of(
        {
            'row_no': 'int',
            'printed_text': 'string',
            'as_of_date': 'date',
            'is_total': 'boolean',
            'is_inferred': 'boolean',
        },
        [
            {'from': 'first_part', 'lacks': ['as_of_date', 'is_inferred']},
            {'from': 'second_part', 'lacks': ['printed_text', 'as_of_date', 'is_total']},
        ],
    ) }}

),

expected (row_no, printed_text, is_total, is_inferred) as (

    values
    (1, '5', true, false),
    (2, null, false, true)

)

select
    expected.row_no,
    unioned.printed_text
from expected
left join unioned
    on expected.row_no = unioned.row_no
where
    unioned.printed_text is distinct from expected.printed_text
    or unioned.is_total is distinct from expected.is_total
    or unioned.is_inferred is distinct from expected.is_inferred
    or unioned.as_of_date is distinct from cast(null as date)
