{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_programme_metrics('mohw_fy107_plan', 'programme_metrics') }}
