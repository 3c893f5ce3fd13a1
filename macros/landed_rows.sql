{#- The folder where `warehouse load` lands users' files. -#}
{% macro landing_folder() -%}
    {{ return(env_var('WAREHOUSE_LANDING_FOLDER', 'landing')) }}
{%- endmacro %}


{#- What the list of loads says of each, by name and type. -#}
{% macro load_columns() -%}
    {{ return({
        'load_no': 'int',
        'batch_id': 'string',
        'kind_code': 'string',
        'title_en': 'string',
        'title_zh': 'string',
        'file_name': 'string',
        'sha256': 'string',
        'loaded_at': 'timestamp',
        'unloaded_at': 'timestamp',
        'read_row_count': 'int',
        'landed_row_count': 'int',
        'quarantined_row_count': 'int',
        'parquet_file': 'string',
    }) }}
{%- endmacro %}


{#- The list of loads as a relation that can be selected from; none where nothing was ever loaded.
    A build reads it at every model: `warehouse build` keeps loads out meanwhile. -#}
{% macro landed_list() -%}
    {{ return(adapter.dispatch('landed_list')()) }}
{%- endmacro %}

{% macro default__landed_list() -%}
    {%- set path = landing_folder() ~ '/loads.ndjson' -%}
    {%- set found = run_query("select count(*) from glob(" ~ dbt.string_literal(dbt.escape_single_quotes(path)) ~ ")") -%}
    {%- if found.columns[0].values()[0] == 0 -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set types = [] -%}
    {%- for name, data_type in load_columns().items() -%}
        {%- do types.append(name ~ ": '" ~ ('varchar' if data_type == 'string' else data_type) ~ "'") -%}
    {%- endfor -%}
    {{ return(
        "read_json(" ~ dbt.string_literal(dbt.escape_single_quotes(path))
        ~ ", format = 'newline_delimited', columns = {" ~ types | join(', ') ~ "})"
    ) }}
{%- endmacro %}


{#- A Parquet file as a relation that can be selected from. -#}
{% macro parquet_file(path) -%}
    {{ return(adapter.dispatch('parquet_file')(path)) }}
{%- endmacro %}

{% macro default__parquet_file(path) -%}
    read_parquet({{ dbt.string_literal(dbt.escape_single_quotes(path)) }})
{%- endmacro %}


{#- A query of no rows with these columns. -#}
{% macro no_rows(columns) -%}
    select
        {%- for name, data_type in columns.items() %}
        cast(null as {{ api.Column.translate_type(data_type) }}) as {{ name }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    where 1 = 0
{%- endmacro %}


{#- The loads that count: a query. -#}
{% macro landed_loads() -%}
    {%- set loads = landed_list() if execute else none -%}
    {%- if loads is none -%}
    {{ no_rows(load_columns()) }}
    {%- else -%}
    select {{ load_columns() | join(', ') }}
    from {{ loads }}
    where unloaded_at is null
    {%- endif -%}
{%- endmacro %}


{#- The rows of every batch of a kind that counts: a query. `columns` are those the kind declares, by
    name and type; beside them come `_batch_id`, `_load_no`, `_key`, `_source_locator` and
    `_seed_row_key`, which names the batch and the row of its file. -#}
{% macro landed_rows(kind_code, columns) -%}
    {%- set technical = {
        '_batch_id': 'string',
        '_load_no': 'int',
        '_key': 'string',
        '_source_locator': 'string',
        '_seed_row_key': 'string',
    } -%}
    {%- set loads = landed_list() if execute else none -%}
    {%- set batches = [] -%}
    {%- if loads is not none -%}
        {%- set batches = run_query(
            "select batch_id, load_no, parquet_file from " ~ loads
            ~ " where unloaded_at is null and kind_code = '" ~ kind_code ~ "' order by load_no"
        ).rows -%}
    {%- endif -%}
    {%- for batch_id, load_no, file in batches %}
    select
        {%- for name, data_type in columns.items() %}
        cast({{ name }} as {{ api.Column.translate_type(data_type) }}) as {{ name }},
        {%- endfor %}
        '{{ batch_id }}' as _batch_id,
        {{ load_no }} as _load_no,
        _key,
        _source_locator,
        {{ key_of(["'landing__" ~ kind_code ~ "'", "'" ~ batch_id ~ "'", '_row_no']) }} as _seed_row_key
    from {{ parquet_file(landing_folder() ~ '/' ~ file) }}
    {% if not loop.last %}union all{% endif %}
    {%- else %}
    {%- do columns.update(technical) %}
    {{ no_rows(columns) }}
    {%- endfor %}
{%- endmacro %}

