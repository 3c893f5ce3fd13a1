with

text_figures as (

    select * from {{ ref('reference__text_figures') }}

),

final as (

    select
        figure_code,
        text_row_key,
        column_code,
        printed_text,
        coalesce(
            {{ printed_number('printed_text') }},
            {{ spelled_number('printed_text') }},
            {{ chinese_numeral("replace(printed_text, '兩', '二')") }}
        ) as printed_value,
        unit_zh,
        cast(is_exact as boolean) as is_exact,
        quote_zh,
        {{ seed_row_key('reference__text_figures') }} as _seed_row_key
    from text_figures

)

select * from final
