{#- The staged seeds whose texts print figures and lists: what each row is of, and its cells. -#}
{%- set kpi_texts = {
    'name': 'kpi_name_zh',
    'measure': 'measure_definition_zh',
    'target': 'target_text',
} -%}
{%- set plan_texts = {'name': 'plan_name_zh', 'content': 'content_zh'} -%}
{%- set texts = {
    'ey_fy107_plans__kpis': ('kpi_name_zh', kpi_texts),
    'ey_fy107_plans__plans': ('plan_name_zh', plan_texts),
    'ey_fy107_plans__strategies': ('goal_name_zh', {'strategy': 'strategy_zh'}),
    'mohw_fy107_plan__kpis': ('kpi_name_zh', kpi_texts),
    'mohw_fy107_plan__plans': ('plan_name_zh', plan_texts),
    'mohw_fy107_plan__strategies': ('goal_name_zh', {'strategy': 'strategy_zh'}),
    'nhi_digital_upgrade_113_116__kpi_targets': (
        "concat_ws('', kpi_id, ' ', roc_year, '年')", {'target': 'target_text'}
    ),
    'nhi_digital_upgrade_113_116__risks': ('risk_name_zh', {'scenario': 'scenario_zh'}),
    'nhi_digital_upgrade_113_116__work_item_schedule': (
        "concat_ws('', item_name_zh, ' ', roc_year, '年')", {'deliverables': 'deliverables_zh'}
    ),
} -%}
with

unioned as (

    {% for seed_name, (subject, columns) in texts.items() %}
    {% set outer_loop = loop %}
    {% for column_code, column in columns.items() %}
    select
        _seed_row_key as text_row_key,
        '{{ column_code }}' as column_code,
        source_document_id,
        source_locator,
        {{ subject }} as subject_zh,
        {{ column }} as printed_text
    from {{ ref('stg_' ~ seed_name) }}
    {% if not (loop.last and outer_loop.last) %}union all{% endif %}
    {% endfor %}
    {% endfor %}

),

final as (

    select * from unioned
    where printed_text is not null

)

select * from final
