{{ staged_programme_metrics('nhi_tiered_care_progress') }}
