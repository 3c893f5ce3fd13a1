{#- Each combination of the columns that the model's `config.meta.grain` names occurs once. A null
    counts as a value. -#}
{% test unique_grain(model) %}

    {%- set named = namespace(grain=[]) -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values()
            if node.resource_type == 'model' and node.schema == model.schema and node.alias == model.identifier -%}
            {%- set named.grain = node.config.meta['grain'] -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set grain = named.grain | join(', ') -%}

    select {{ grain or '1' }}, count(*) as row_count
    from {{ model }}
    group by {{ grain or '1' }}
    having count(*) > 1

{% endtest %}
