{{ staged_landed_rows('plans', {
    'plan_id': 'string',
    'agency_id': 'string',
    'plan_row_no': 'int',
    'work_plan_name_zh': 'string',
    'plan_name_zh': 'string',
    'plan_category_zh': 'string',
    'content_zh': 'string',
    'kpi_link_zh': 'string',
}) }}
