{{ current_landed_rows('programmes') }}
