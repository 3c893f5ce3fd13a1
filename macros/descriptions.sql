{#- Describe every table and its columns as they are declared now, and show it under the Chinese names
    that the descriptions give: what a build of the tables does, where only what is said of them
    changed. -#}
{% macro describe_again() -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ('model', 'snapshot') and node.config.persist_docs.get('relation') -%}
        {%- set table = api.Relation.create(
            database=node.database, schema=node.schema, identifier=node.alias, type='table'
        ) -%}
        {%- do run_query(alter_relation_comment(table, node.description)) -%}
        {%- if node.config.persist_docs.get('columns') -%}
            {%- do run_query(alter_column_comment(table, node.columns)) -%}
        {%- endif -%}
        {%- if node.schema in var('public_schemas') -%}
            {%- do run_query(adapter.dispatch('chinese_view')(node)) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
