with

opened_items as (

    select * from {{ ref('nhi_tiered_care_progress__opened_items') }}

),

final as (

    select
        'nhi_tiered_care_progress' as source_document_id,
        'opened_items_' || replace(as_of_roc_month, '-', '_') as table_code,
        row_label,
        column_label,
        {{ roc_month_end('as_of_roc_month') }} as as_of_date,
        case
            when row_label not in ('合計', '預算執行率')
                then cast(replace(row_label, '年', '') as int)
        end as cohort_roc_year,
        case
            when column_label not in ('預算數', '開放項數')
                then cast(split_part(column_label, '年', 1) as int)
        end as fee_roc_year,
        printed_text,
        unit_zh,
        {{ printed_number(blank_to_null('printed_text')) }} as printed_value,
        row_label = '合計' as is_total,
        column_label like '%月' as is_year_to_date,
        source_locator,
        {{ seed_row_key('nhi_tiered_care_progress__opened_items') }} as _seed_row_key
    from opened_items

)

select * from final
