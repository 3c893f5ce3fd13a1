{#- Chinese name of a table or column: the second line of its description, up to the bracket. -#}
{% macro chinese_name(description) -%}
    {{- ((description or '').split('\n') + [''])[1].split('（')[0] -}}
{%- endmacro %}


{#- A public table under its Chinese names. Its catalogue is left out: a view that named the built
    file would not work in the published one. -#}
{% macro chinese_view(table_name, table_name_zh) -%}
    {{- config(alias=chinese_view_name(table_name, table_name_zh)) -}}
    {%- set public_table = ref(table_name).include(database=false) -%}
select
    {%- if execute %}
    {%- for column in graph.nodes[model.depends_on.nodes[0]].columns.values() %}
    {{ adapter.quote(column.name) }} as {{ adapter.quote(chinese_name(column.description)) }}
        {{- ',' if not loop.last }}
    {%- endfor %}
    {%- else %}
    *
    {%- endif %}
from {{ public_table }}
{%- endmacro %}


{#- What the view of a table is called. -#}
{% macro chinese_view_name(table_name, table_name_zh) -%}
    {{- adapter.dispatch('chinese_view_name')(table_name, table_name_zh) -}}
{%- endmacro %}

{% macro default__chinese_view_name(table_name, table_name_zh) -%}
    {{- table_name_zh -}}
{%- endmacro %}

{#- Spark's catalogue takes only letters, digits and `_` of ASCII in the name of a view. -#}
{% macro spark__chinese_view_name(table_name, table_name_zh) -%}
    {{- table_name -}}
{%- endmacro %}


{#- Give the columns of a Chinese view the descriptions of its table's, for use after it is made. -#}
{% macro describe_chinese_columns() -%}
    {%- if execute -%}
        {%- set described = {} -%}
        {%- for column in graph.nodes[model.depends_on.nodes[0]].columns.values() -%}
            {%- do described.update(
                {chinese_name(column.description): {'description': column.description, 'quote': true}}
            ) -%}
        {%- endfor -%}
        {{- alter_column_comment(this, described) -}}
    {%- endif -%}
{%- endmacro %}
