"""Which tables a query reads."""

from __future__ import annotations

import duckdb


def asked_tables(sql: str) -> set[str]:
    """Every `schema.table` that a query reads, however it is called there."""
    names = duckdb.get_table_names(sql, qualified=True)
    return {name.partition(" AS ")[0] for name in names if "." in name}
