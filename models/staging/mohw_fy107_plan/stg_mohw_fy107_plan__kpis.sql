{{ staged_kpis('mohw_fy107_plan', roc_year=107, agency_id="'mohw'") }}
