with

stated_counts as (

    select * from {{ ref('reference__stated_counts') }}

),

final as (

    select
        count_code,
        text_row_key,
        column_code,
        source_document_id,
        source_locator,
        printed_text,
        coalesce(
            {{ printed_number('printed_text') }},
            {{ chinese_numeral("replace(printed_text, '兩', '二')") }}
        ) as printed_value,
        quote_zh
    from stated_counts

)

select * from final
