{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'source_document_id': 'string',
        'agency_id': 'string',
        'goal_no': 'int',
        'goal_name_zh': 'string',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_precision_medicine_strategy__goals')},
    ],
) }}
