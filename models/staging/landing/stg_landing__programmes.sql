{{ staged_landed_rows('programmes', {
    'programme_code': 'string',
    'programme_name_zh': 'string',
    'programme_name_en': 'string',
}) }}
