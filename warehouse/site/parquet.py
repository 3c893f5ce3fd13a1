"""The public tables as Parquet files, which the SQL page reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet

from warehouse.site.facts import Facts

_CHINESE_VIEWS = "select sql from duckdb_views() where schema_name = 'zh' order by view_name"


@dataclass(frozen=True)
class ExportedTable:
    """A public table and its Parquet file, `file` being seen from the folder of assets."""

    schema: str
    name: str
    file: str


def export_tables(
    connection: duckdb.DuckDBPyConnection, facts: Facts, assets: Path
) -> list[ExportedTable]:
    """Write `<assets>/parquet/<schema>.<table>.parquet` for every public table."""
    (assets / "parquet").mkdir()
    exported = []
    for full_name in facts.table_names():
        schema, name = full_name.split(".")
        table = ExportedTable(schema, name, f"parquet/{full_name}.parquet")
        content = connection.table(full_name).to_arrow_table()
        pyarrow.parquet.write_table(content, assets / table.file, compression="zstd")
        exported.append(table)
    return exported


def chinese_views(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The statements that create the views of schema `zh` over the exported tables."""
    return [
        re.sub(r";\s*$", "", statement)
        for (statement,) in connection.execute(_CHINESE_VIEWS).fetchall()
    ]
