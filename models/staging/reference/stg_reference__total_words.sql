with

total_words as (

    select * from {{ ref('reference__total_words') }}

),

final as (

    select
        total_word_zh,
        level_code
    from total_words

)

select * from final
