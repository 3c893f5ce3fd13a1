{{ staged_strategies('mohw_fy107_plan', agency_id="'mohw'") }}
