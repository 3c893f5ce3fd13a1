{{ staged_evaluation_systems('ey_fy107_plans') }}
