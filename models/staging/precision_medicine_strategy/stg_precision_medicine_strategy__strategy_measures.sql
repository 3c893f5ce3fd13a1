{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

strategy_measures as (

    select * from {{ ref('precision_medicine_strategy__strategy_measures') }}

),

final as (

    select
        'precision_medicine_strategy' as source_document_id,
        'strategy_measures' as table_code,
        cast(strategy_no as int) as strategy_no,
        strategy_name_zh,
        cast(measure_no as int) as measure_no,
        measure_zh,
        lead_agency_zh,
        co_agencies_zh,
        cast(is_agency_merged as boolean) as is_agency_merged,
        source_locator,
        {{ seed_row_key('precision_medicine_strategy__strategy_measures') }} as _seed_row_key
    from strategy_measures

)

select * from final
