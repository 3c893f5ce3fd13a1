with

budget_series as (

    select * from {{ ref('nhi_tiered_care_progress__budget_series') }}

),

typed as (

    select
        'nhi_tiered_care_progress' as source_document_id,
        'budget_series' as table_code,
        item_no,
        item_name_zh,
        footnote_no,
        global_budget_sector_zh,
        case when roc_year != '合計' then cast(roc_year as int) end as roc_year,
        printed_text,
        unit_zh,
        {{ printed_number('printed_text') }} as printed_value,
        item_no is null as is_item_total,
        roc_year = '合計' as is_year_total,
        cast(is_sector_merged as boolean) as is_sector_merged,
        source_locator,
        {{ seed_row_key('nhi_tiered_care_progress__budget_series') }} as _seed_row_key
    from budget_series

),

final as (

    select
        *,
        {{ key_of([
            'source_document_id',
            'table_code',
            "coalesce(item_no, 'total')",
            'global_budget_sector_zh',
        ]) }} as budget_item_id,
        {{ roc_to_fiscal_year('roc_year') }} as fiscal_year
    from typed

)

select * from final
