{#- The descriptions are the ones the YAML files hold: English on the first line, Chinese on the second,
    which begins with the Chinese name. -#}
{%- set public_columns = [] -%}
{%- if execute -%}
    {%- for node in (graph.nodes.values() | list) + (graph.sources.values() | list)
        if node.schema in var('public_schemas') and node.resource_type in ('model', 'source') -%}
        {%- set grain = node.get('config', {}).get('meta', {}).get('grain', []) -%}
        {%- for column in node.columns.values() -%}
            {%- do public_columns.append((node.schema, node.name, node.description, column, column.name in grain)) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif -%}
with

final as (

    {% for schema_name, table_name, table_description, column, is_key in public_columns | sort(attribute='0,1') -%}
    {%- set languages = column.description.split('\n') -%}
    {%- set aggregation_code = column.get('config', {}).get('meta', {}).get('aggregation_code') -%}
    select
        {{ dbt.string_literal(schema_name) }} as schema_name,
        {{ dbt.string_literal(table_name) }} as table_name,
        {{ dbt.string_literal(chinese_name(table_description)) }} as table_name_zh,
        {{ dbt.string_literal(column.name) }} as column_name,
        {{ dbt.string_literal(chinese_name(column.description)) }} as column_name_zh,
        {{ dbt.string_literal(column.data_type) }} as data_type,
        {{ dbt.string_literal(dbt.escape_single_quotes(languages[0])) }} as description_en,
        {{ dbt.string_literal(dbt.escape_single_quotes(languages[1])) }} as description_zh,
        {{ 'true' if is_key else 'false' }} as is_key,
        cast(
            {{ dbt.string_literal(aggregation_code) if aggregation_code else 'null' }}
            as {{ dbt.type_string() }}
        ) as aggregation_code
    {% if not loop.last %}union all{% endif %}
    {% else %}
    {{ no_rows({
        'schema_name': 'string',
        'table_name': 'string',
        'table_name_zh': 'string',
        'column_name': 'string',
        'column_name_zh': 'string',
        'data_type': 'string',
        'description_en': 'string',
        'description_zh': 'string',
        'is_key': 'boolean',
        'aggregation_code': 'string',
    }) }}
    {%- endfor %}

)

select * from final
