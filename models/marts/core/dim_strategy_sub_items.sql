with

sub_item_texts as (

    select * from {{ ref('stg_precision_medicine_strategy__sub_item_texts') }}

),

final as (

    select
        {{ key_of(['source_document_id', "strategy_no || '-' || measure_no"]) }} as measure_id,
        source_document_id,
        strategy_no,
        measure_no,
        sub_item_no,
        sub_item_zh,
        source_locator,
        _seed_row_key
    from sub_item_texts

)

select * from final
