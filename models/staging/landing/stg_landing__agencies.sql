{{ staged_landed_rows('agencies', {
    'agency_id': 'string',
    'agency_name_zh': 'string',
    'agency_name_en': 'string',
}) }}
