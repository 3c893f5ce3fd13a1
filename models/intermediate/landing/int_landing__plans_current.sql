{{ current_landed_rows('plans') }}
