{{ staged_landed_rows('kpi_targets', {
    'kpi_id': 'string',
    'roc_year': 'int',
    'target_text': 'string',
}) }}
