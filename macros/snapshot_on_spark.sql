{#- Snapshots in any format that Spark writes. dbt-spark merges into a table, which Parquet cannot:
    here the versions are written anew beside it, and then take its place. -#}
{% materialization snapshot, adapter='spark' %}

  {%- set target = this.incorporate(type='table') -%}
  {%- set replaced = api.Relation.create(schema=schema, identifier=this.identifier ~ '__replaced', type='table') -%}
  {%- set rewritten = api.Relation.create(schema=schema, identifier=this.identifier ~ '__rewritten', type='table') -%}

  {#- What an earlier run was writing when it ended goes; what it had set aside comes back. -#}
  {%- do adapter.drop_relation(rewritten) -%}
  {%- if load_relation(replaced) is not none -%}
    {%- if load_relation(target) is none -%}
      {%- do adapter.rename_relation(replaced, target) -%}
    {%- else -%}
      {%- do adapter.drop_relation(replaced) -%}
    {%- endif -%}
  {%- endif -%}
  {%- set exists = load_relation(target) is not none -%}

  {{ run_hooks(pre_hooks) }}

  {%- set strategy = strategy_dispatch(config.get('strategy'))(
      model, 'snapshotted_data', 'source_data', model['config'], exists
  ) -%}

  {%- if exists -%}
    {%- call statement('main') -%}
      {{ create_table_as(false, rewritten, versions_with_changes(strategy, sql, target)) }}
    {%- endcall -%}
    {%- do adapter.rename_relation(target, replaced) -%}
    {%- do adapter.rename_relation(rewritten, target) -%}
    {%- do adapter.drop_relation(replaced) -%}
  {%- else -%}
    {%- call statement('main') -%}
      {{ create_table_as(false, target, build_snapshot_table(strategy, sql)) }}
    {%- endcall -%}
  {%- endif -%}

  {{ run_hooks(post_hooks) }}

  {{ return({'relations': [target]}) }}

{% endmaterialization %}


{#- Every version: those that end now with their end, those that go on, and the new ones. -#}
{% macro versions_with_changes(strategy, source_sql, target) -%}
    {%- set versions = ['dbt_scd_id', 'dbt_updated_at', 'dbt_valid_from', 'dbt_valid_to'] -%}
    {%- set kept = adapter.get_columns_in_relation(target) | map(attribute='name') | list -%}
    {%- set columns = get_columns_in_query(source_sql) + versions -%}
with

changes as (

    {{ snapshot_staging_table(strategy, source_sql, target) }}

),

ended as (

    select
        dbt_scd_id,
        dbt_valid_to
    from changes
    where dbt_change_type in ('update', 'delete')

),

final as (

    select
        {%- for column in columns %}
        {%- if column == 'dbt_valid_to' %}
        coalesce(ended.dbt_valid_to, versions.dbt_valid_to) as dbt_valid_to
        {%- elif column in kept %}
        versions.{{ column }}
        {%- else %}
        null as {{ column }}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ target }} as versions
    left join ended
        on versions.dbt_scd_id = ended.dbt_scd_id
    union all
    select {{ columns | join(', ') }}
    from changes
    where dbt_change_type = 'insert'

)

select * from final
{%- endmacro %}
