{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'kpi_id': 'string',
        'source_document_id': 'string',
        'roc_year': 'int',
        'target_text': 'string',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_ey_fy107_plans__kpis')},
        {'from': ref('stg_mohw_fy107_plan__kpis')},
        {'from': ref('stg_nhi_digital_upgrade_113_116__kpi_targets')},
    ],
) }}
