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

cases (row_no, printed_text, is_total, is_inferred, as_of_date) as (

    values
    (1, '5', true, false, null),
    (2, null, false, true, null)

),

found as (

    select
        cases.*,
        unioned.printed_text as found_printed_text,
        unioned.is_total as found_is_total,
        unioned.is_inferred as found_is_inferred,
        unioned.as_of_date as found_as_of_date
    from cases
    left join unioned
        on cases.row_no = unioned.row_no

)

select * from found
where
    found_printed_text is distinct from printed_text
    or found_is_total is distinct from is_total
    or found_is_inferred is distinct from is_inferred
    or found_as_of_date is distinct from as_of_date
