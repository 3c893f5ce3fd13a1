{#- The time at which snapshots begin and end a version: the start of the build that publishes it, as
    `warehouse build` hands it over and writes it into `meta.build_runs`. dbt on its own, which
    publishes nothing, takes the time dbt takes. -#}
{% macro snapshot_get_time() -%}
    {%- set build_time = env_var('WAREHOUSE_BUILD_TIME', '') -%}
    {%- if build_time -%}
        cast('{{ build_time }}' as {{ dbt.type_timestamp() }})
    {%- else -%}
        {{ adapter.dispatch('snapshot_get_time', 'dbt')() }}
    {%- endif -%}
{%- endmacro %}
