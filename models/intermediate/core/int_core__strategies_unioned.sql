{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'source_document_id': 'string',
        'agency_id': 'string',
        'goal_no': 'int',
        'goal_name_zh': 'string',
        'strategy_no': 'int',
        'strategy_zh': 'string',
        'is_strategy_no_inferred': 'boolean',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_ey_fy107_plans__strategies')},
        {'from': ref('stg_mohw_fy107_plan__strategies')},
    ],
) }}
