{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'source_document_id': 'string',
        'metric_id': 'string',
        'metric_name_zh': 'string',
        'dimension_zh': 'string',
        'period_start_date': 'date',
        'period_end_date': 'date',
        'as_of_date': 'date',
        'printed_text': 'string',
        'unit_zh': 'string',
        'printed_value': 'decimal(24,6)',
        'is_total': 'boolean',
        'is_period_inferred': 'boolean',
        'source_locator': 'string',
        'quote_zh': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_mohw_fy107_plan__programme_metrics')},
        {'from': ref('stg_nhi_digital_upgrade_113_116__programme_metrics')},
        {'from': ref('stg_nhi_tiered_care_progress__programme_metrics')},
    ],
) }}
