{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'source_document_id': 'string',
        'section_no': 'int',
        'section_name_zh': 'string',
        'item_no': 'int',
        'direction_zh': 'string',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_ey_fy107_plans__policy_directions')},
    ],
) }}
