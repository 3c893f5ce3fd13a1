{%- set columns = {
    'kpi_id': 'string',
    'agency_id': 'string',
    'roc_year': 'int',
    'goal_no': 'string',
    'goal_name_zh': 'string',
    'kpi_no': 'string',
    'kpi_name_zh': 'string',
    'measure_definition_zh': 'string',
    'direction_code': 'string',
    'evaluation_system_code': 'string',
    'evaluation_method_zh': 'string',
    'baseline_text': 'string',
    'plan_link_zh': 'string',
} -%}
with

landed as (

    {{ landed_rows('kpis', columns) }}

),

final as (

    select
        kpi_id,
        agency_id,
        roc_year,
        cast(goal_no as int) as goal_no,
        goal_name_zh,
        cast(kpi_no as int) as kpi_no,
        kpi_name_zh,
        measure_definition_zh,
        direction_code,
        evaluation_system_code,
        evaluation_method_zh,
        baseline_text,
        plan_link_zh,
        _batch_id as source_document_id,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no
    from landed

)

select * from final
