{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

notes as (

    select * from {{ ref('mohw_fy107_plan__notes') }}

),

final as (

    select
        'mohw_fy107_plan' as source_document_id,
        'notes' as table_code,
        cast(note_no as int) as note_no,
        note_kind_code,
        note_zh,
        applies_to_table,
        applies_to_key,
        source_locator,
        {{ seed_row_key('mohw_fy107_plan__notes') }} as _seed_row_key
    from notes

)

select * from final
