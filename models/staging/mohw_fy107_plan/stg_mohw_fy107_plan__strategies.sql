{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_strategies('mohw_fy107_plan', 'strategies', agency_id="'mohw'") }}
