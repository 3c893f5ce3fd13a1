{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ union_of(
    {
        'source_document_id': 'string',
        'table_code': 'string',
        'work_item_id': 'string',
        'aspect_name_zh': 'string',
        'strategy_name_zh': 'string',
        'item_no': 'string',
        'item_name_zh': 'string',
        'level_code': 'string',
        'roc_year': 'int',
        'expenditure_type_zh': 'string',
        'printed_text': 'string',
        'unit_zh': 'string',
        'printed_value': 'decimal(24,6)',
        'source_locator': 'string',
        '_seed_row_key': 'string',
    },
    [
        {'from': ref('stg_nhi_digital_upgrade_113_116__budget_table_3')},
        {'from': ref('stg_nhi_digital_upgrade_113_116__budget_table_4')},
        {'from': ref('stg_nhi_digital_upgrade_113_116__budget_table_5')},
    ],
) }}
