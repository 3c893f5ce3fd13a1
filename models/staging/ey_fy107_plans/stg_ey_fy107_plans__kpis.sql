{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_kpis('ey_fy107_plans', 'kpis', roc_year=107) }}
