{{ union_of(
    {
        'programme_code': 'string',
        'programme_name_zh': 'string',
        'programme_name_en': 'string',
        'budget_item_id': 'string',
        'source_document_id': 'string',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_reference__programmes'), 'lacks': ['source_document_id', 'source_locator', '_seed_row_key']},
        {'from': ref('int_landing__programmes_current'), 'lacks': ['budget_item_id']},
    ],
) }}
