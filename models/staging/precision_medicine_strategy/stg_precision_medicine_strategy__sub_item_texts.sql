{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

sub_item_texts as (

    select * from {{ ref('precision_medicine_strategy__sub_item_texts') }}

),

final as (

    select
        'precision_medicine_strategy' as source_document_id,
        'sub_item_texts' as table_code,
        cast(strategy_no as int) as strategy_no,
        cast(measure_no as int) as measure_no,
        cast(sub_item_no as int) as sub_item_no,
        sub_item_zh,
        source_locator,
        {{ seed_row_key('precision_medicine_strategy__sub_item_texts') }} as _seed_row_key
    from sub_item_texts

)

select * from final
