{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_plans('mohw_fy107_plan', 'plans', agency_id="'mohw'") }}
