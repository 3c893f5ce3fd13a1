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

listed as (

    select
        count_code,
        count(*) as item_count
    from stated_count_items
    group by count_code

),

compared as (

    select
        'stated_count_of_items' as check_code,
        coalesce(printed_texts.source_document_id, stated_counts.source_document_id)
            as source_document_id,
        coalesce(printed_texts.source_locator, stated_counts.source_locator) as source_locator,
        coalesce(printed_texts.subject_zh || '：', '') || stated_counts.quote_zh as subject_zh,
        stated_counts.printed_text,
        cast(listed.item_count as {{ dbt.type_string() }}) as expected_text,
        stated_counts.printed_value - listed.item_count as difference_value
    from stated_counts
    left join listed
        on stated_counts.count_code = listed.count_code
    left join printed_texts
        on
            stated_counts.text_row_key = printed_texts.text_row_key
            and stated_counts.column_code = printed_texts.column_code

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
