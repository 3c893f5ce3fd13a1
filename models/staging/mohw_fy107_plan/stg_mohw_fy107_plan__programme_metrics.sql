{{ staged_programme_metrics('mohw_fy107_plan') }}
