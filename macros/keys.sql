{#- Key made of parts, readable: parts joined by `/`. A null part is written ∅, so it differs from
    an empty one. -#}
{% macro key_of(parts) -%}
    concat(
        {%- for part in parts %}
        coalesce(cast({{ part }} as {{ dbt.type_string() }}), '∅'){% if not loop.last %}, '/',{% endif %}
        {%- endfor %}
    )
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
