{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

strategies as (

    select * from {{ ref('nhi_tiered_care_progress__strategies') }}

),

final as (

    select
        'nhi_tiered_care_progress' as source_document_id,
        'strategies' as table_code,
        cast(strategy_no as int) as strategy_no,
        strategy_name_zh,
        source_locator,
        {{ seed_row_key('nhi_tiered_care_progress__strategies') }} as _seed_row_key
    from strategies

)

select * from final
