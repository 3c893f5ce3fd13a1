{{ staged_plans('mohw_fy107_plan', agency_id="'mohw'") }}
