{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_evaluation_systems('ey_fy107_plans', 'evaluation_systems') }}
