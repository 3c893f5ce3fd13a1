{#- The staged seeds whose texts print figures and lists: what each row is of, and its cells. -#}
with

unioned as (

    {% for seed_name, (subject, columns) in printed_text_seeds().items() %}
    {% set outer_loop = loop %}
    {% for column_code, column in columns.items() %}
    select
        _seed_row_key as text_row_key,
        '{{ column_code }}' as column_code,
        source_document_id,
        source_locator,
        {{ subject }} as subject_zh,
        {{ column }} as printed_text
    from {{ ref('stg_' ~ seed_name) }}
    {% if not (loop.last and outer_loop.last) %}union all{% endif %}
    {% endfor %}
    {% endfor %}

),

final as (

    select * from unioned
    where printed_text is not null

)

select * from final
