{#- Key made of parts, readable: parts joined by `/`, null written ∅. Inside a part both signs are
    escaped as JSON Pointer does it, so that no two lists of parts give the same key. -#}
{% macro key_of(parts) -%}
    {%- for part in parts %}
    {%- set text = "cast(" ~ part ~ " as " ~ dbt.type_string() ~ ")" %}
    coalesce(replace(replace(replace({{ text }}, '~', '~0'), '/', '~1'), '∅', '~2'), '∅')
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


{#- Key of a KPI: document, agency, and the goal and KPI numbers as printed. -#}
{% macro kpi_key(source_document_id, agency_id, goal_no, kpi_no) -%}
    {{ key_of([source_document_id, agency_id, goal_no ~ " || '-' || " ~ kpi_no]) }}
{%- endmacro %}
