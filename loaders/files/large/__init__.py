"""Files too large for memory: checked, landed and aggregated inside DuckDB."""
