{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

notes as (

    select * from {{ ref('nhi_digital_upgrade_113_116__notes') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'notes' as table_code,
        cast(note_no as int) as note_no,
        note_kind_code,
        note_zh,
        applies_to_table,
        applies_to_key,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__notes') }} as _seed_row_key
    from notes

)

select * from final
