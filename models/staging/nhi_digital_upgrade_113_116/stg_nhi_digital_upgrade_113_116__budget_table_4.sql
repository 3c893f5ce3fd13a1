{{ staged_budget_table('nhi_digital_upgrade_113_116', 'budget_table_4') }}
