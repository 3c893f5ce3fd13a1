{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'plan_id': 'string',
        'source_document_id': 'string',
        'agency_id': 'string',
        'plan_row_no': 'int',
        'work_plan_name_zh': 'string',
        'plan_name_zh': 'string',
        'plan_category_zh': 'string',
        'content_zh': 'string',
        'kpi_link_zh': 'string',
        'is_work_plan_merged': 'boolean',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_ey_fy107_plans__plans')},
        {'from': ref('stg_mohw_fy107_plan__plans')},
        {'from': ref('int_landing__plans_current'), 'lacks': ['is_work_plan_merged']},
    ],
) }}
