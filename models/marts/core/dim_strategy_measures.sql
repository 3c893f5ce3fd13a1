with

strategy_measures as (

    select * from {{ ref('stg_precision_medicine_strategy__strategy_measures') }}

),

strategy_sub_items as (

    select * from {{ ref('stg_precision_medicine_strategy__strategy_sub_items') }}

),

final as (

    select
        strategy_measures.source_document_id,
        strategy_measures.strategy_no,
        strategy_measures.strategy_name_zh,
        strategy_measures.measure_no,
        strategy_measures.measure_zh,
        strategy_measures.lead_agency_zh,
        strategy_measures.co_agencies_zh,
        strategy_sub_items.sub_item_count,
        strategy_measures.is_agency_merged,
        strategy_measures.source_locator,
        strategy_sub_items.source_locator as sub_items_locator,
        strategy_measures._seed_row_key,
        strategy_sub_items._seed_row_key as _sub_items_seed_row_key
    from strategy_measures
    inner join strategy_sub_items
        on
            strategy_measures.source_document_id = strategy_sub_items.source_document_id
            and strategy_measures.strategy_no = strategy_sub_items.strategy_no
            and strategy_measures.measure_no = strategy_sub_items.measure_no

)

select * from final
