with

number_words as (

    select * from {{ ref('reference__number_words') }}

),

final as (

    select
        printed_text,
        cast(number_value as decimal(24, 6)) as number_value
    from number_words

)

select * from final
