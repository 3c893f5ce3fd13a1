with

approximation_words as (

    select * from {{ ref('reference__approximation_words') }}

),

final as (

    select
        approximation_word_zh,
        cast(is_before_figure as boolean) as is_before_figure,
        bound_code
    from approximation_words

)

select * from final
