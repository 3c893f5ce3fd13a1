"""Which tables are exported, with what the published file says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from foundation.sql_text import identifier
from warehouse.asking.catalogue import (
    Column,
    Description,
    Table,
    all_tables,
    columns_of,
    named_table,
)
from warehouse.errors import WarehouseError
from warehouse.locations import PUBLIC_SCHEMAS

_SOURCES = """
    select source_document_id, title_en, title_zh
    from core.dim_source_documents
    where source_document_id in (select source_document_id from {table})
    order by source_document_id
"""


@dataclass(frozen=True)
class ExportTable:
    """A public table with its columns in order."""

    table: Table
    columns: tuple[Column, ...]

    @property
    def full_name(self) -> str:
        return self.table.full_name

    @property
    def source(self) -> str:
        """The table as it stands in SQL."""
        return f"{identifier(self.table.schema)}.{identifier(self.table.name)}"

    @property
    def texts(self) -> list[str]:
        """Names of the columns that hold texts."""
        return [column.name for column in self.columns if is_text(column)]


def chosen_tables(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> list[ExportTable]:
    """The tables that names stand for, each once; every public one where there are no names.

    Args:
        connection: to the published file.
        names: `core.dim_kpis`, `dim_kpis`, its Chinese name, or a whole schema such as `core`.

    Raises:
        WarehouseError: a name that stands for no public table.
    """
    public = [table for table in all_tables(connection) if table.schema in PUBLIC_SCHEMAS]
    wanted: set[str] = set()
    for name in names or PUBLIC_SCHEMAS:
        if name in PUBLIC_SCHEMAS:
            wanted |= {table.full_name for table in public if table.schema == name}
        else:
            wanted.add(_public_table(connection, name).full_name)
    return [
        ExportTable(table, columns_of(connection, table))
        for table in public
        if table.full_name in wanted
    ]


def _public_table(connection: duckdb.DuckDBPyConnection, name: str) -> Table:
    table = named_table(connection, name)
    if table.schema not in PUBLIC_SCHEMAS:
        raise WarehouseError(
            f"{table.full_name} is not public; tables of {', '.join(PUBLIC_SCHEMAS)} are exported"
        )
    return table


def is_text(column: Column) -> bool:
    """Whether a column holds texts."""
    return column.data_type == "VARCHAR"


def in_chinese(description: Description) -> str:
    """The Chinese of a description: the name, and the rest in brackets."""
    if not description.meaning_zh:
        return description.name_zh
    return f"{description.name_zh}（{description.meaning_zh}）"


def sources_of(
    connection: duckdb.DuckDBPyConnection, table: ExportTable
) -> list[tuple[str, str, str]]:
    """The documents its rows come from: identifier, title in English and Chinese."""
    if not any(column.name == "source_document_id" for column in table.columns):
        return []
    return connection.execute(_SOURCES.format(table=table.source)).fetchall()
