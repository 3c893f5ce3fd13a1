{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_kpis('mohw_fy107_plan', 'kpis', roc_year=107, agency_id="'mohw'") }}
