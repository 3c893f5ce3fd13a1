{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_evaluation_systems('mohw_fy107_plan', 'evaluation_systems', agency_id="'mohw'") }}
