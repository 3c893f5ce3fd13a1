with

stated_count_items as (

    select * from {{ ref('reference__stated_count_items') }}

),

final as (

    select
        count_code,
        cast(listed_item_no as int) as listed_item_no,
        quote_zh
    from stated_count_items

)

select * from final
