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
        'parquet_sha256': 'string',
        'storage_code': 'string',
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


{#- Spark cannot ask whether there is a list: it is there where the folder is named. -#}
{% macro spark__landed_list() -%}
    {%- set folder = env_var('WAREHOUSE_LANDING_FOLDER', '') -%}
    {%- if not folder -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set columns = [] -%}
    {%- for name, data_type in load_columns().items() -%}
        {%- do columns.append(name ~ ' ' ~ data_type) -%}
    {%- endfor -%}
    {{ return(
        "(select loads.* from (select from_json(value, '" ~ columns | join(', ') ~ "') as loads from text."
        ~ adapter.quote('file://' ~ folder ~ '/loads.ndjson') ~ "))"
    ) }}
{%- endmacro %}


{#- A Parquet file as a relation that can be selected from. -#}
{% macro parquet_file(path) -%}
    {{ return(adapter.dispatch('parquet_file')(path)) }}
{%- endmacro %}

{% macro default__parquet_file(path) -%}
    read_parquet({{ dbt.string_literal(dbt.escape_single_quotes(path)) }})
{%- endmacro %}

{% macro spark__parquet_file(path) -%}
    parquet.{{ adapter.quote('file://' ~ path) }}
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


{#- The batches of a kind that count, in the order they were loaded: `batch_id, load_no, parquet_file,
    parquet_sha256`. Those of a storage only, where one is given. -#}
{% macro landed_batches(kind_code, storage_code=none) -%}
    {%- set loads = landed_list() if execute else none -%}
    {%- if loads is none -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(
        run_query(
            "select batch_id, load_no, parquet_file, parquet_sha256 from " ~ loads
            ~ " where unloaded_at is null and kind_code = '" ~ kind_code ~ "'"
            ~ (" and storage_code = '" ~ storage_code ~ "'" if storage_code else "")
            ~ " order by load_no"
        ).rows
    ) }}
{%- endmacro %}


{#- The rows of every batch of a kind that counts and reaches the facts: a query. `columns` are those the kind declares, by
    name and type; beside them come `_batch_id`, `_load_no`, `_row_no`, `_key`, `_source_locator`
    and `_seed_row_key`, which names the batch and the row of its file. -#}
{% macro landed_rows(kind_code, columns) -%}
    {%- set technical = {
        '_batch_id': 'string',
        '_load_no': 'int',
        '_row_no': 'int',
        '_key': 'string',
        '_source_locator': 'string',
        '_seed_row_key': 'string',
    } -%}
    {%- for batch_id, load_no, file, _ in landed_batches(kind_code, 'facts') %}
    select
        {%- for name, data_type in columns.items() %}
        cast({{ name }} as {{ api.Column.translate_type(data_type) }}) as {{ name }},
        {%- endfor %}
        '{{ batch_id }}' as _batch_id,
        {{ load_no }} as _load_no,
        cast(_row_no as int) as _row_no,
        _key,
        _source_locator,
        {{ key_of(["'landing__" ~ kind_code ~ "'", "'" ~ batch_id ~ "'", '_row_no']) }} as _seed_row_key
    from {{ parquet_file(landing_folder() ~ '/' ~ file) }}
    {% if not loop.last %}union all{% endif %}
    {%- else %}
    {{ no_rows(dict(columns, **technical)) }}
    {%- endfor %}
{%- endmacro %}


{#- Rows of institutions in every batch of programme metrics that counts, however large: a query.
    `columns` are columns of the kind, by name and type. It is selected from where only some rows are
    wanted: DuckDB then skips the months that no wanted row is in. -#}
{% macro landed_institution_rows(columns, storage_code=none) -%}
    {%- for batch_id, load_no, file, _ in landed_batches('programme_metrics', storage_code) %}
    select
        {%- for name, data_type in columns.items() %}
        cast({{ name }} as {{ api.Column.translate_type(data_type) }}) as {{ name }},
        {%- endfor %}
        '{{ batch_id }}' as _batch_id,
        {{ load_no }} as _load_no
    from {{ parquet_file(landing_folder() ~ '/' ~ file) }}
    where
        institution_id is not null
        and period_start_date = cast({{ dbt.date_trunc('month', 'period_start_date') }} as date)
        and period_end_date = cast({{ dbt.last_day('period_start_date', 'month') }} as date)
    {% if not loop.last %}union all{% endif %}
    {%- else %}
    {%- set technical = {'_batch_id': 'string', '_load_no': 'int'} -%}
    {{ no_rows(dict(columns, **technical)) }}
    {%- endfor %}
{%- endmacro %}


{#- Partial aggregates of every batch of programme metrics that counts: a query. `warehouse build` makes
    them beside the batches where they are missing. -#}
{% macro landed_partials(name, columns) -%}
    {%- for batch_id, load_no, _, sha256 in landed_batches('programme_metrics') %}
    select
        {%- for name, data_type in columns.items() %}
        cast({{ name }} as {{ api.Column.translate_type(data_type) }}) as {{ name }},
        {%- endfor %}
        '{{ batch_id }}' as _batch_id,
        {{ load_no }} as _load_no
    from {{ parquet_file(landing_folder() ~ '/partials/' ~ sha256 ~ '_*/' ~ name ~ '/*.parquet') }}
    {% if not loop.last %}union all{% endif %}
    {%- else %}
    {%- set technical = {'_batch_id': 'string', '_load_no': 'int'} -%}
    {{ no_rows(dict(columns, **technical)) }}
    {%- endfor %}
{%- endmacro %}


{#- Landed rows that no later file supersedes, `landed_rows_ranked` being a CTE of the model: a query. -#}
{% macro not_superseded(landed) -%}
    select {{ landed }}.*
    from {{ landed }}
    inner join landed_rows_ranked
        on {{ landed }}._seed_row_key = landed_rows_ranked.seed_row_key
    where not landed_rows_ranked.is_superseded
{%- endmacro %}


{#- The rows of a kind as they landed, with these columns of it, by name and type: a model. -#}
{% macro staged_landed_rows(kind_code, columns) -%}
with

landed as (

    {{ landed_rows(kind_code, columns) }}

),

final as (

    select
        {%- for name in columns %}
        {{ name }},
        {%- endfor %}
        _batch_id as source_document_id,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no
    from landed

)

select * from final
{%- endmacro %}


{#- The landed rows of a kind that no later file supersedes: a model. -#}
{% macro current_landed_rows(kind_code) -%}
with

landed_rows as (

    select * from {{ ref('stg_landing__' ~ kind_code) }}

),

landed_rows_ranked as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

final as (

    {{ not_superseded('landed_rows') }}

)

select * from final
{%- endmacro %}


{#- Rows of institutions summed again: the CTEs `ranked` and `final` of a model. Of each institution,
    metric, breakdown and month the figure as of the latest day counts; of one day, the one loaded
    last. `columns` are what is summed by, `counted` is what the number of figures is called. -#}
{% macro summed_again(contested_rows, columns, counted) -%}
ranked as (

    select
        *,
        row_number() over (
            partition by institution_id, metric_id, dimension_zh, month_start_date
            order by as_of_date desc, _load_no desc
        ) as figure_no
    from {{ contested_rows }}

),

final as (

    select
        {{ columns | join(',\n        ') }},
        count(*) as {{ counted }},
        cast(sum(metric_value) as decimal(38, 6)) as metric_value_sum,
        min(metric_value) as lowest_value,
        max(metric_value) as highest_value,
        is_total
    from ranked
    where figure_no = 1
    group by
        {{ columns | join(',\n        ') }},
        is_total

)
{%- endmacro %}
