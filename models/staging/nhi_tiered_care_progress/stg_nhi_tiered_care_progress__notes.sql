{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

notes as (

    select * from {{ ref('nhi_tiered_care_progress__notes') }}

),

final as (

    select
        'nhi_tiered_care_progress' as source_document_id,
        'notes' as table_code,
        cast(note_no as int) as note_no,
        note_kind_code,
        note_zh,
        applies_to_table,
        applies_to_key,
        source_locator,
        {{ seed_row_key('nhi_tiered_care_progress__notes') }} as _seed_row_key
    from notes

)

select * from final
