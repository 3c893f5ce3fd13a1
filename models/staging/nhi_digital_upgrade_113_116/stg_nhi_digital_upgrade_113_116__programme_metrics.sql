{{ staged_programme_metrics('nhi_digital_upgrade_113_116') }}
