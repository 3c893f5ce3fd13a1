{{ current_landed_rows('kpis') }}
