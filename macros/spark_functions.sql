{#- What a function of dbt's is on Spark, where dbt-spark gives another answer than dbt-duckdb. -#}

{#- dbt-spark leaves the order out. -#}
{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    listagg({{ measure }}, {{ delimiter_text }})
    {%- if order_by_clause %} within group ({{ order_by_clause }}){% endif %}
{%- endmacro %}


{#- dbt-spark fails at a date that is null. -#}
{% macro spark__last_day(date, datepart) -%}
    {%- if datepart == 'month' -%}
    last_day({{ date }})
    {%- else -%}
    {{ dbt.default_last_day(date, datepart) }}
    {%- endif -%}
{%- endmacro %}


{#- dbt's own numbers are doubles there. -#}
{% macro spark__generate_series(upper_bound) -%}
    select explode(sequence(1, {{ upper_bound }})) as generated_number
{%- endmacro %}


{#- dbt-spark writes every null of a seed as 'None'. The rows come from the Parquet file that
    `warehouse spark` makes of the seed. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set folder = env_var('WAREHOUSE_SEEDS_FOLDER', '') -%}
    {%- if not folder -%}
        {{ exceptions.raise_compiler_error(
            'Seeds reach Spark through Parquet: `warehouse spark` writes them, and names their folder in WAREHOUSE_SEEDS_FOLDER.'
        ) }}
    {%- endif -%}
    {%- set load_rows -%}
    insert into {{ this }}
    select {{ agate_table.column_names | join(', ') }}
    from {{ parquet_file(folder ~ '/' ~ model['name'] ~ '.parquet') }}
    {%- endset -%}
    {%- do adapter.add_query(load_rows) -%}
    {{ return(load_rows) }}
{%- endmacro %}


{#- dbt-spark takes a model without `file_format` for a Delta table. Parquet holds no constraint; that
    none is broken, the data tests say. -#}
{% macro spark__persist_constraints(relation, model) -%}
    {%- if config.get('file_format') == 'delta' -%}
        {{ dbt_spark.spark__persist_constraints(relation, model) }}
    {%- endif -%}
{%- endmacro %}
