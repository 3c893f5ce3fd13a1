{#- Chinese name of a table or column: the second line of its description, up to the bracket. -#}
{% macro chinese_name(description) -%}
    {{- ((description or '').split('\n') + [''])[1].split('（')[0] -}}
{%- endmacro %}


{#- Show every public table that a run built under Chinese names, in schema `zh`. What it did not
    build keeps the view it has. -#}
{% macro chinese_views(results) -%}
    {%- if execute -%}
        {%- for result in results
            if result.node.resource_type == 'model' and result.status == 'success'
            and result.node.schema in var('public_schemas') -%}
            {%- if loop.first -%}
                {%- do adapter.create_schema(api.Relation.create(result.node.database, 'zh')) -%}
            {%- endif -%}
            {%- do run_query(adapter.dispatch('chinese_view')(result.node)) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}


{#- What makes the view of a table and describes it and its columns as the table's are. The table's
    catalogue is left out: a view that named the built file would not work in the published one. -#}
{% macro default__chinese_view(table) -%}
    {%- set view = api.Relation.create(
        database=table.database, schema='zh', identifier=chinese_name(table.description)
    ) -%}
    begin;
    create or replace view {{ view }} as
    {{ under_chinese_names(table) }};
    comment on view {{ view }} is {{ described(chinese_view_description(table)) }};
    {%- for column in table.columns.values() %}
    comment on column {{ view }}.{{ adapter.quote(chinese_name(column.description)) }}
        is {{ described(column.description) }};
    {%- endfor %}
    commit;
{%- endmacro %}

{#- Spark's catalogue takes only letters, digits and `_` of ASCII in the name of a view. -#}
{% macro spark__chinese_view(table) -%}
    create or replace view zh.{{ table.name }} (
        {%- for column in table.columns.values() %}
        {{ adapter.quote(chinese_name(column.description)) }} comment {{ described(column.description) }}
            {{- ',' if not loop.last }}
        {%- endfor %}
    )
    comment {{ described(chinese_view_description(table)) }} as
    {{ under_chinese_names(table) }}
{%- endmacro %}

{% macro under_chinese_names(table) -%}
    select
        {%- for column in table.columns.values() %}
        {{ adapter.quote(column.name) }} as {{ adapter.quote(chinese_name(column.description)) }}
            {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ table.schema }}.{{ table.name }}
{%- endmacro %}

{% macro chinese_view_description(table) -%}
    Rows of `{{ table.schema }}.{{ table.name }}` under Chinese names.
{{ table.description.split('\n')[1] }}
{%- endmacro %}

{% macro described(text) -%}
    {{- dbt.string_literal(dbt.escape_single_quotes(text)) -}}
{%- endmacro %}
