{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_programme_metrics('nhi_digital_upgrade_113_116', 'programme_metrics') }}
