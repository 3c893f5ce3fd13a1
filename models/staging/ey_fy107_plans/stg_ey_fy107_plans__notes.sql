{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

notes as (

    select * from {{ ref('ey_fy107_plans__notes') }}

),

final as (

    select
        'ey_fy107_plans' as source_document_id,
        'notes' as table_code,
        cast(note_no as int) as note_no,
        note_kind_code,
        note_zh,
        applies_to_table,
        applies_to_key,
        source_locator,
        {{ seed_row_key('ey_fy107_plans__notes') }} as _seed_row_key
    from notes

)

select * from final
