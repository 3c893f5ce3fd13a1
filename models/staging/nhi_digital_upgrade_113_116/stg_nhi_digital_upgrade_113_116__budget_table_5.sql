{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_budget_table('nhi_digital_upgrade_113_116', 'budget_table_5') }}
