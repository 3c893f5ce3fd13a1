{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

strategy_sub_items as (

    select * from {{ ref('precision_medicine_strategy__strategy_sub_items') }}

),

final as (

    select
        'precision_medicine_strategy' as source_document_id,
        'strategy_sub_items' as table_code,
        cast(strategy_no as int) as strategy_no,
        cast(measure_no as int) as measure_no,
        cast(sub_item_count as int) as sub_item_count,
        source_locator,
        {{ seed_row_key('precision_medicine_strategy__strategy_sub_items') }} as _seed_row_key
    from strategy_sub_items

)

select * from final
