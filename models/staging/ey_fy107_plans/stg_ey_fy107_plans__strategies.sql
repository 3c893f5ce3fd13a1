{{ staged_strategies('ey_fy107_plans') }}
