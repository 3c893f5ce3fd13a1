{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

work_items as (

    select * from {{ ref('nhi_digital_upgrade_113_116__work_items') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'work_items' as table_code,
        work_item_id,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        background_zh,
        method_zh,
        expected_result_zh,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__work_items') }} as _seed_row_key
    from work_items

)

select * from final
