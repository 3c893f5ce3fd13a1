{#- Relations under one another, with these columns, by name and type: a query. A part is
    `{'from': relation, 'lacks': [names]}`; a column that it lacks is null, and a flag false. -#}
{% macro union_of(columns, parts) -%}
    {%- for part in parts %}
    select
        {%- for name, data_type in columns.items() %}
        {%- if name not in part.get('lacks', []) %}
        {{ name }}
        {%- elif data_type == 'boolean' %}
        false as {{ name }}
        {%- else %}
        cast(null as {{ api.Column.translate_type(data_type) }}) as {{ name }}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ part['from'] }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    {{ no_rows(columns) }}
    {%- endfor %}
{%- endmacro %}
