with

strategy_measures as (

    select * from {{ ref('int_core__strategy_measures_unioned') }}

),

programme_strategies as (

    select * from {{ ref('dim_programme_strategies') }}

),

strategy_sub_items as (

    select * from {{ ref('stg_precision_medicine_strategy__strategy_sub_items') }}

),

measure_texts as (

    select * from {{ ref('stg_precision_medicine_strategy__measure_texts') }}

),

final as (

    select
        -- Numbered within a section, or else within its strategy.
        {{ key_of([
            'strategy_measures.source_document_id',
            'coalesce(strategy_measures.section_no, strategy_measures.strategy_no)'
                ~ " || '-' || strategy_measures.measure_no",
        ]) }} as measure_id,
        strategy_measures.source_document_id,
        strategy_measures.section_no,
        strategy_measures.strategy_no,
        programme_strategies.strategy_name_zh,
        strategy_measures.measure_no,
        strategy_measures.measure_zh,
        measure_texts.measure_text_zh,
        strategy_measures.lead_agency_zh,
        strategy_measures.co_agencies_zh,
        strategy_sub_items.sub_item_count,
        strategy_measures.is_strategy_inferred,
        strategy_measures.is_agency_merged,
        strategy_measures.source_locator,
        strategy_sub_items.source_locator as sub_items_locator,
        strategy_measures._seed_row_key,
        strategy_sub_items._seed_row_key as _sub_items_seed_row_key,
        measure_texts._seed_row_key as _measure_text_seed_row_key
    from strategy_measures
    left join programme_strategies
        on
            strategy_measures.source_document_id = programme_strategies.source_document_id
            and strategy_measures.strategy_no = programme_strategies.strategy_no
    left join strategy_sub_items
        on
            strategy_measures.source_document_id = strategy_sub_items.source_document_id
            and strategy_measures.strategy_no = strategy_sub_items.strategy_no
            and strategy_measures.measure_no = strategy_sub_items.measure_no
    left join measure_texts
        on
            strategy_measures.source_document_id = measure_texts.source_document_id
            and strategy_measures.strategy_no = measure_texts.strategy_no
            and strategy_measures.measure_no = measure_texts.measure_no

)

select * from final
