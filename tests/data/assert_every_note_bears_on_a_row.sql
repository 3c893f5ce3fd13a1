-- The key of a note is that of a row of the table it names, or begins one.
with

notes as (

    select * from {{ ref('dim_notes') }}

),

row_keys as (

    {% for table in noted_tables() %}
    select distinct
        '{{ table }}' as table_name,
        {{ note_key(table) }} as row_key
    from {{ ref(table.split('.')[1]) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        notes.note_id,
        notes.applies_to_table,
        notes.applies_to_key
    from notes
    left join row_keys
        on
            notes.applies_to_table = row_keys.table_name
            and {{ begins_with_key('row_keys.row_key', 'notes.applies_to_key') }}
    where row_keys.row_key is null

)

select * from final
