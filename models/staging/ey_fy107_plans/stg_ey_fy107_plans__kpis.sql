{{ staged_kpis('ey_fy107_plans', roc_year=107) }}
