{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'source_document_id': 'string',
        'note_no': 'int',
        'note_kind_code': 'string',
        'note_zh': 'string',
        'applies_to_table': 'string',
        'applies_to_key': 'string',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_ey_fy107_plans__notes')},
        {'from': ref('stg_mohw_fy107_plan__notes')},
        {'from': ref('stg_nhi_digital_upgrade_113_116__notes')},
        {'from': ref('stg_nhi_tiered_care_progress__notes')},
    ],
) }}
