with

work_items as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__work_items') }}

),

final as (

    select
        source_document_id,
        work_item_id,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        background_zh,
        method_zh,
        expected_result_zh,
        source_locator,
        _seed_row_key
    from work_items

)

select * from final
