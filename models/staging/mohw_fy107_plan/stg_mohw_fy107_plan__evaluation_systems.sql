{{ staged_evaluation_systems('mohw_fy107_plan', agency_id="'mohw'") }}
