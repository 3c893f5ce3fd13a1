{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'source_document_id': 'string',
        'agency_id': 'string',
        'evaluation_system_code': 'string',
        'evaluation_system_zh': 'string',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_ey_fy107_plans__evaluation_systems')},
        {'from': ref('stg_mohw_fy107_plan__evaluation_systems')},
    ],
) }}
