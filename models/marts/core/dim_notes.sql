with

notes as (

    select * from {{ ref('int_core__notes_unioned') }}

),

final as (

    select
        {{ key_of(['source_document_id', 'note_no']) }} as note_id,
        source_document_id,
        note_no,
        note_kind_code,
        note_zh,
        applies_to_table,
        applies_to_key,
        source_locator,
        _seed_row_key
    from notes

)

select * from final
