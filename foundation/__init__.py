"""What everything else stands on: places, errors, text of SQL, files read and written whole."""
