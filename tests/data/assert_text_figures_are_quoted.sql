-- A figure stands in its quote, and the quote in one cell of the row that is named.
with

text_figures as (

    select * from {{ ref('stg_reference__text_figures') }}

),

printed_texts as (

    select * from {{ ref('int_audit__printed_texts_unioned') }}

),

quoted as (

    select
        text_figures.figure_code,
        text_figures.printed_text,
        text_figures.printed_value,
        text_figures.quote_zh,
        count(printed_texts.text_row_key) as text_count
    from text_figures
    left join printed_texts
        on
            text_figures.text_row_key = printed_texts.text_row_key
            and text_figures.column_code = printed_texts.column_code
            and {{ dbt.position('text_figures.quote_zh', 'printed_texts.printed_text') }} > 0
    group by
        text_figures.figure_code,
        text_figures.printed_text,
        text_figures.printed_value,
        text_figures.quote_zh

),

final as (

    select figure_code
    from quoted
    where
        text_count != 1
        or printed_value is null
        or {{ dbt.position('printed_text', 'quote_zh') }} = 0

)

select * from final
