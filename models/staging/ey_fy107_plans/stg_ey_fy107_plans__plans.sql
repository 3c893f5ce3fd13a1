{{ staged_plans('ey_fy107_plans') }}
