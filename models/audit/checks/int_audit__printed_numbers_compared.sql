with

printed_values as (

    select * from {{ ref('int_audit__printed_values_unioned') }}

),

corrections as (

    select * from {{ ref('stg_corrections__printed_values') }}

),

-- Digits, commas and points are meant as a number, whether or not they make one.
numbers as (

    select
        *,
        {{ printed_number('printed_text') }} as printed_value
    from printed_values
    where {{ matches('printed_text', '^-?[0-9][0-9,.]*%?$') }}

),

compared as (

    select
        'printed_number_form' as check_code,
        numbers.source_document_id,
        numbers.source_locator,
        numbers.subject_zh,
        numbers.printed_text,
        case
            when numbers.printed_value is not null then numbers.printed_text
            else corrections.corrected_text
        end as expected_text,
        case when numbers.printed_value is not null then 0 end as difference_value
    from numbers
    left join corrections
        on
            numbers.seed_row_key = corrections.corrected_seed_row_key
            and numbers.printed_text = corrections.printed_text
            and corrections.correction_status_code = 'applied'

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
