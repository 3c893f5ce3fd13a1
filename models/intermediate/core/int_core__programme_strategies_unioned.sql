{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'source_document_id': 'string',
        'strategy_no': 'int',
        'strategy_name_zh': 'string',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_nhi_tiered_care_progress__strategies')},
        {'from': ref('stg_precision_medicine_strategy__strategy_measures')},
    ],
) }}
