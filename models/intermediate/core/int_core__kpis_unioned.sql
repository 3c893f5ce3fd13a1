{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'kpi_id': 'string',
        'source_document_id': 'string',
        'agency_id': 'string',
        'aspect_name_zh': 'string',
        'goal_no': 'int',
        'goal_name_zh': 'string',
        'kpi_no': 'int',
        'kpi_name_zh': 'string',
        'measure_definition_zh': 'string',
        'evaluation_system_code': 'string',
        'evaluation_method_zh': 'string',
        'baseline_text': 'string',
        'plan_link_zh': 'string',
        'is_qualitative': 'boolean',
        'is_goal_merged': 'boolean',
        'is_kpi_no_inferred': 'boolean',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_ey_fy107_plans__kpis'), 'lacks': ['aspect_name_zh', 'baseline_text', 'is_qualitative', 'is_kpi_no_inferred']},
        {'from': ref('stg_mohw_fy107_plan__kpis'), 'lacks': ['aspect_name_zh', 'baseline_text', 'is_qualitative', 'is_kpi_no_inferred']},
        {'from': ref('stg_nhi_digital_upgrade_113_116__kpis'), 'lacks': ['evaluation_system_code', 'evaluation_method_zh', 'plan_link_zh', 'is_goal_merged']},
        {'from': ref('int_landing__kpis_current'), 'lacks': ['aspect_name_zh', 'is_qualitative', 'is_goal_merged', 'is_kpi_no_inferred']},
    ],
) }}
