{{ current_landed_rows('agencies') }}
