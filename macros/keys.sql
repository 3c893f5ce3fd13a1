{#- Key made of parts, readable: parts joined by `/`, null written ∅. Both signs are doubled inside a
    part, so that no two lists of parts give the same key. -#}
{% macro key_of(parts) -%}
    {%- for part in parts %}
    {%- set text = "cast(" ~ part ~ " as " ~ dbt.type_string() ~ ")" %}
    coalesce(replace(replace({{ text }}, '/', '//'), '∅', '∅∅'), '∅')
    {%- if not loop.last %} || '/' ||{% endif %}
    {%- endfor %}
{%- endmacro %}


{#- Key of a seed's row, from the columns its declaration names in `meta.key`. -#}
{% macro seed_row_key(seed_name) -%}
    {%- if execute -%}
        {%- set seed = graph.nodes['seed.' ~ project_name ~ '.' ~ seed_name] -%}
        {{ key_of(["'" ~ seed_name ~ "'"] + seed.config.meta['key']) }}
    {%- else -%}
        ''
    {%- endif -%}
{%- endmacro %}
