{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'kpi_id': 'string',
        'source_document_id': 'string',
        'roc_year': 'int',
        'actual_text': 'string',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_ey_fy107_plans__past_actuals')},
    ],
) }}
