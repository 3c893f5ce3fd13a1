{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
{{ staged_plans('ey_fy107_plans', 'plans') }}
