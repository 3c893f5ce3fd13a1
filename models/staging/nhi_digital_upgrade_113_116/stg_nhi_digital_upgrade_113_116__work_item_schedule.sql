{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

work_item_schedule as (

    select * from {{ ref('nhi_digital_upgrade_113_116__work_item_schedule') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'work_item_schedule' as table_code,
        work_item_id,
        aspect_name_zh,
        {{ chinese_numeral('strategy_no') }} as strategy_no,
        strategy_name_zh,
        item_no,
        item_name_zh,
        cast(roc_year as int) as roc_year,
        {{ roc_to_fiscal_year('roc_year') }} as fiscal_year,
        cast(is_active as boolean) as is_active,
        deliverables_zh,
        cast(is_deliverable_shared as boolean) as is_deliverable_shared,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__work_item_schedule') }} as _seed_row_key
    from work_item_schedule

)

select * from final
