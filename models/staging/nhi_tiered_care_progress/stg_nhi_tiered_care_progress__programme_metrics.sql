{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_programme_metrics('nhi_tiered_care_progress', 'programme_metrics') }}
