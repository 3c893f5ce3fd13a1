"""Checksums of tables: the same for the same rows, whatever their order, engine or machine."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from foundation.sql_text import identifier
from warehouse.published.meta_tables import MetaTable

TABLE_CHECKSUMS = MetaTable(
    "table_checksums",
    "Every table of the file with the number and the checksum of its rows, one row a table."
    "\n資料表校驗（檔案中各表之列數與校驗碼，每資料表一列）",
    key=("schema_name", "table_name"),
)
COLUMNS = ("schema_name", "table_name", "table_row_count", "table_checksum")

_COLUMNS_OF_TABLES = """
    select schema_name, table_name, list(column_name order by column_index),
        list(data_type order by column_index)
    from duckdb_columns()
    where database_name = $catalog and not internal
        and (schema_name, table_name) in (
            select (schema_name, table_name) from duckdb_tables() where database_name = $catalog
        )
    group by all
    order by all
"""


@dataclass(frozen=True)
class TableChecksum:
    """What a table holds.

    Attributes:
        row_count: its rows.
        checksum: 32 hexadecimal digits, of the columns' names and types and of every row.
    """

    row_count: int
    checksum: str


Checksums = dict[str, TableChecksum]


def table_checksums(connection: duckdb.DuckDBPyConnection, catalog: str) -> Checksums:
    """Read every table of an attached file but `meta.table_checksums` itself.

    A row counts by the MD5 of its values as text; those are summed, so that order does not matter
    and a row that stands twice counts twice.
    """
    checksums = {}
    for schema, table, names, types in connection.execute(
        _COLUMNS_OF_TABLES, {"catalog": catalog}
    ).fetchall():
        if (schema, table) == ("meta", TABLE_CHECKSUMS.name):
            continue
        values = ", ".join(f"cast({identifier(name)} as varchar)" for name in names)
        signature = ",".join(f"{name} {kind}" for name, kind in zip(names, types, strict=True))
        place = ".".join(map(identifier, (catalog, schema, table)))
        found = connection.execute(
            f"""
            select
                row_count,
                md5(concat_ws('|', $signature, row_count, row_sum))
            from (
                select
                    count(*) as row_count,
                    coalesce(sum(md5_number_lower(cast(to_json([{values}]) as varchar))), 0)
                        as row_sum
                from {place}
            )
            """,  # noqa: S608
            {"signature": signature},
        ).fetchone()
        if found is None:
            raise AssertionError("an aggregate without a row")
        checksums[f"{schema}.{table}"] = TableChecksum(*found)
    return checksums


def write_table_checksums(connection: duckdb.DuckDBPyConnection, catalog: str) -> Checksums:
    """Make `meta.table_checksums` of what the file holds now, and return it."""
    checksums = table_checksums(connection, catalog)
    rows = [
        (*name.split(".", 1), table.row_count, table.checksum) for name, table in checksums.items()
    ]
    TABLE_CHECKSUMS.create(connection, catalog)
    TABLE_CHECKSUMS.add(connection, catalog, COLUMNS, rows)
    return checksums


def recorded_checksums(connection: duckdb.DuckDBPyConnection, catalog: str) -> Checksums:
    """What the file itself says it held when it was published; empty where it does not say."""
    return {
        f"{schema}.{table}": TableChecksum(row_count, checksum)
        for schema, table, row_count, checksum in TABLE_CHECKSUMS.read(connection, catalog, COLUMNS)
    }


def differing_tables(recorded: Checksums, found: Checksums) -> list[str]:
    """A line for each table that is missing, unexpected or holds other rows than recorded."""
    lines = []
    for name in sorted(recorded.keys() | found.keys()):
        if name not in found:
            lines.append(f"{name} is missing")
        elif name not in recorded:
            lines.append(f"{name} was not published")
        elif found[name].row_count != recorded[name].row_count:
            lines.append(
                f"{name} holds {found[name].row_count} rows; "
                f"published were {recorded[name].row_count}"
            )
        elif found[name] != recorded[name]:
            lines.append(f"{name} holds other rows or columns than were published")
    return lines
