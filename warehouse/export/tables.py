"""Which tables are exported, and what the published file itself says of them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from warehouse.errors import WarehouseError
from warehouse.locations import PUBLIC_SCHEMAS

_COLUMNS = """
    select
        schema_name,
        table_name,
        table_name_zh,
        column_name,
        column_name_zh,
        dictionary.data_type,
        description_en,
        description_zh,
        duckdb_tables.comment
    from meta.data_dictionary as dictionary
    inner join duckdb_tables() using (schema_name, table_name)
    inner join duckdb_columns() using (schema_name, table_name, column_name)
    where duckdb_tables.database_name = current_database()
        and duckdb_columns.database_name = current_database()
    order by list_position(?, schema_name), table_name, column_index
"""


@dataclass(frozen=True)
class ExportColumn:
    """A public column: its names, its type in the contract's words, and what it is."""

    name: str
    name_zh: str
    data_type: str
    description_en: str
    description_zh: str

    @property
    def is_text(self) -> bool:
        return self.data_type == "string"


@dataclass(frozen=True)
class ExportTable:
    """A public table with its columns in order."""

    schema: str
    name: str
    name_zh: str
    description_en: str
    description_zh: str
    columns: tuple[ExportColumn, ...]

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def public_tables(connection: duckdb.DuckDBPyConnection) -> list[ExportTable]:
    """Every public table of the file a connection reads, by schema and name."""
    columns: dict[tuple[str, ...], list[ExportColumn]] = {}
    for schema, table, table_zh, *column, comment in connection.execute(
        _COLUMNS, [list(PUBLIC_SCHEMAS)]
    ).fetchall():
        columns.setdefault((schema, table, table_zh, comment), []).append(ExportColumn(*column))
    tables = []
    for (schema, name, name_zh, comment), of_table in columns.items():
        description_en, _, description_zh = comment.partition("\n")
        tables.append(
            ExportTable(schema, name, name_zh, description_en, description_zh, tuple(of_table))
        )
    return tables


def chosen_tables(tables: Sequence[ExportTable], names: Sequence[str]) -> list[ExportTable]:
    """The tables that names stand for, each once; all of them where there are no names.

    Args:
        tables: every public table.
        names: `core.dim_kpis`, `dim_kpis`, its Chinese name, or a whole schema such as `core`.

    Raises:
        WarehouseError: a name that stands for nothing, with the nearest that does.
    """
    if not names:
        return list(tables)
    known: dict[str, list[ExportTable]] = {}
    for table in tables:
        for name in (table.full_name, table.name, table.name_zh, table.schema):
            known.setdefault(name, []).append(table)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            advice = f"; nearest match: {near[0]}" if near else ""
            raise WarehouseError(
                f"there is no public table or schema `{name}`{advice}; "
                "`meta.data_dictionary` lists them all"
            )
    wanted = {table.full_name for name in names for table in known[name]}
    return [table for table in tables if table.full_name in wanted]


def quoted_name(name: str) -> str:
    """An identifier as it stands in SQL."""
    return '"' + name.replace('"', '""') + '"'
