"""From a built file to the published one: compacted, flushed to disk, swapped in at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.errors import PublishFailed
from warehouse.locations import PUBLIC_SCHEMAS

# The oldest storage format: DuckDB 1.0 and later read it, and so do the drivers of BI tools.
STORAGE_VERSION = "v1.0.0"
# Sixty small tables in blocks of the default 256 KiB would be mostly air.
BLOCK_SIZE_BYTES = 16_384

_TABLES = """
    select schema_name, table_name
    from duckdb_tables()
    where database_name = ? and not internal
    order by schema_name, table_name
"""
_VIEWS = """
    select schema_name, view_name
    from duckdb_views()
    where database_name = ? and not internal
    order by schema_name, view_name
"""


RowCounts = dict[tuple[str, str], int]
WriteHistory = Callable[[duckdb.DuckDBPyConnection, str, RowCounts], None]


def publish(built: Path, published: Path, write_history: WriteHistory) -> None:
    """Make the built file the published one. Readers see the old file or the new, never a part.

    Args:
        built: the file dbt built; nobody may have it open for writing.
        published: the file to replace.
        write_history: adds the history of builds to the new file, told the connection, the
            catalog it is attached as, and how many rows each table holds.

    Raises:
        PublishFailed: the new file could not be written; the published one is as it was.
    """
    new_file = published.with_name(f".{published.name}.new")
    try:
        published.parent.mkdir(parents=True, exist_ok=True)
        remove_database(new_file)
        _compact(built, new_file, write_history)
        _flush(new_file)
        os.replace(new_file, published)
        _flush(published.parent)
    except (OSError, duckdb.Error) as error:
        raise PublishFailed(f"{published} could not be written: {error}") from error
    finally:
        remove_database(new_file)


def _compact(built: Path, new_file: Path, write_history: WriteHistory) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{quoted(built)}' as built (read_only)")
        connection.execute(
            f"attach '{quoted(new_file)}' as new_file "
            f"(storage_version '{STORAGE_VERSION}', block_size {BLOCK_SIZE_BYTES})"
        )
        connection.execute("copy from database built to new_file")
        row_counts = _refuse_other_rows(connection)
        views = connection.execute(_VIEWS, ["built"]).fetchall()
        # Without the built file, so that a view that leans on it shows.
        connection.execute("detach built")
        _refuse_broken_views(connection, views)
        write_history(connection, "new_file", row_counts)
        connection.execute("detach new_file")


def public_row_count(row_counts: RowCounts) -> int:
    """How many rows the public tables hold."""
    return sum(count for (schema, _), count in row_counts.items() if schema in PUBLIC_SCHEMAS)


def _refuse_other_rows(connection: duckdb.DuckDBPyConnection) -> RowCounts:
    """Compare the row counts of both files; return those of each table.

    Raises:
        PublishFailed: a table is missing, left over from an interrupted model, or has other rows.
    """
    built, copied = (_row_counts(connection, catalog) for catalog in ("built", "new_file"))
    leftovers = [f"{schema}.{table}" for schema, table in built if "__dbt_" in table]
    if leftovers:
        raise PublishFailed(f"the built file holds leftovers of dbt: {', '.join(leftovers)}")
    if built != copied:
        raise PublishFailed("the compacted file does not hold the rows of the built one")
    return copied


def _refuse_broken_views(
    connection: duckdb.DuckDBPyConnection, views: list[tuple[str, str]]
) -> None:
    """Try every view of the built file in the new one.

    Raises:
        PublishFailed: a view is missing, or does not find its table.
    """
    for schema, view in views:
        try:
            connection.table(f'new_file."{schema}"."{view}"')
        except duckdb.Error as error:
            raise PublishFailed(
                f"the view {schema}.{view} does not work in the compacted file: {error}"
            ) from error


def _row_counts(connection: duckdb.DuckDBPyConnection, catalog: str) -> RowCounts:
    tables = connection.execute(_TABLES, [catalog]).fetchall()
    counts = {}
    for schema, table in tables:
        counts[(schema, table)] = len(connection.table(f'{catalog}."{schema}"."{table}"'))
    return counts


def quoted(path: Path) -> str:
    """The path as it stands between single quotes in SQL."""
    return str(path).replace("'", "''")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_database(database: Path) -> None:
    """Delete a DuckDB file and its write-ahead log, where they exist."""
    for path in (database, database.with_name(f"{database.name}.wal")):
        path.unlink(missing_ok=True)
