{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_goals('precision_medicine_strategy', 'goals', agency_id="'mohw'") }}
