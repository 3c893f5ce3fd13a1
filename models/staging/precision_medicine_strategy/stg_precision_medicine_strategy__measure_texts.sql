{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

measure_texts as (

    select * from {{ ref('precision_medicine_strategy__measure_texts') }}

),

final as (

    select
        'precision_medicine_strategy' as source_document_id,
        'measure_texts' as table_code,
        cast(strategy_no as int) as strategy_no,
        cast(measure_no as int) as measure_no,
        measure_text_zh,
        source_locator,
        {{ seed_row_key('precision_medicine_strategy__measure_texts') }} as _seed_row_key
    from measure_texts

)

select * from final
