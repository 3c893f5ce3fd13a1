-- A count stands in its quote, and the quote and every item in the text that is named. Prose that
-- is in no seed is looked up in the source by pytest.
with

stated_counts as (

    select * from {{ ref('stg_reference__stated_counts') }}

),

stated_count_items as (

    select * from {{ ref('stg_reference__stated_count_items') }}

),

printed_texts as (

    select * from {{ ref('int_audit__printed_texts_unioned') }}

),

quotes as (

    select
        count_code,
        quote_zh
    from stated_counts
    union all
    select
        count_code,
        quote_zh
    from stated_count_items

),

unquoted as (

    select stated_counts.count_code
    from stated_counts
    inner join quotes
        on stated_counts.count_code = quotes.count_code
    left join printed_texts
        on
            stated_counts.text_row_key = printed_texts.text_row_key
            and stated_counts.column_code = printed_texts.column_code
            and {{ dbt.position('quotes.quote_zh', 'printed_texts.printed_text') }} > 0
    where stated_counts.text_row_key is not null and printed_texts.text_row_key is null

),

unreadable as (

    select stated_counts.count_code
    from stated_counts
    left join stated_count_items
        on stated_counts.count_code = stated_count_items.count_code
    where
        stated_counts.printed_value is null
        or {{ dbt.position('stated_counts.printed_text', 'stated_counts.quote_zh') }} = 0
        or (stated_counts.text_row_key is null) = (stated_counts.source_locator is null)
        or stated_count_items.count_code is null

),

final as (

    select count_code from unquoted
    union all
    select count_code from unreadable

)

select * from final
