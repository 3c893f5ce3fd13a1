{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'source_document_id': 'string',
        'section_no': 'int',
        'strategy_no': 'int',
        'measure_no': 'int',
        'measure_zh': 'string',
        'lead_agency_zh': 'string',
        'co_agencies_zh': 'string',
        'is_strategy_inferred': 'boolean',
        'is_agency_merged': 'boolean',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_nhi_tiered_care_progress__measures'), 'lacks': ['co_agencies_zh', 'is_agency_merged']},
        {'from': ref('stg_precision_medicine_strategy__strategy_measures'), 'lacks': ['section_no', 'is_strategy_inferred']},
    ],
) }}
