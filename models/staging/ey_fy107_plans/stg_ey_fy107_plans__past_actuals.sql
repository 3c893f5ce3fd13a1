{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_past_actuals('ey_fy107_plans', 'past_actuals') }}
