with

work_item_budgets as (

    select * from {{ ref('nhi_digital_upgrade_113_116__work_item_budgets') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'work_item_budgets' as table_code,
        work_item_id,
        aspect_name_zh,
        strategy_name_zh,
        item_no,
        item_name_zh,
        part_no,
        cost_category_zh,
        case when roc_year != '合計' then cast(roc_year as int) end as roc_year,
        expenditure_type_zh,
        printed_text,
        unit_zh,
        {{ printed_number('printed_text') }} as printed_value,
        cast(is_year_shared as boolean) as is_year_shared,
        source_locator,
        quote_zh,
        {{ seed_row_key('nhi_digital_upgrade_113_116__work_item_budgets') }} as _seed_row_key
    from work_item_budgets

)

select * from final
