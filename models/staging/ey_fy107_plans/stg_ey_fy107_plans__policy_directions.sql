{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_policy_directions('ey_fy107_plans', 'policy_directions') }}
