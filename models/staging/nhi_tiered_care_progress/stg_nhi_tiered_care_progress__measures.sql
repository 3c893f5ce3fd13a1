{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

measures as (

    select * from {{ ref('nhi_tiered_care_progress__measures') }}

),

final as (

    select
        'nhi_tiered_care_progress' as source_document_id,
        'measures' as table_code,
        {{ chinese_numeral('section_no') }} as section_no,
        cast(measure_no as int) as measure_no,
        measure_zh,
        lead_agency_zh,
        cast(strategy_no as int) as strategy_no,
        cast(is_strategy_inferred as boolean) as is_strategy_inferred,
        source_locator,
        {{ seed_row_key('nhi_tiered_care_progress__measures') }} as _seed_row_key
    from measures

)

select * from final
