"""A built file copied into a new one: compact, and the same bytes for the same rows."""

from __future__ import annotations

from pathlib import Path

import duckdb

from foundation.sql_text import identifier, literal, quoted
from loaders.files.large.engine import memory_limit
from warehouse.errors import PublishFailed

# The oldest storage format: DuckDB 1.0 and later read it, and so do the drivers of BI tools.
STORAGE_VERSION = "v1.0.0"
# Two hundred small tables in blocks of the default 256 KiB would be mostly air; in small blocks
# the decimals of a large table are not compressed, which makes it three times the size.
_SMALL_BLOCK_BYTES = 16_384
_LARGE_BLOCK_BYTES = 262_144
_LARGE_TABLE_ROWS = 500_000

_TABLES = """
    select schema_name, table_name, sql, comment
    from duckdb_tables()
    where database_name = ? and not internal
    order by schema_name, table_name
"""
_VIEWS = """
    select schema_name, view_name, sql, comment
    from duckdb_views()
    where database_name = ? and not internal
    order by schema_name, view_name
"""
_COLUMN_COMMENTS = """
    select schema_name, table_name, column_name, comment
    from duckdb_columns()
    where database_name = ? and not internal and comment is not null
    order by schema_name, table_name, column_index
"""
_OTHER_OBJECTS = """
    select 'index ' || schema_name || '.' || index_name
    from duckdb_indexes() where database_name = $catalog
    union all
    select 'sequence ' || schema_name || '.' || sequence_name
    from duckdb_sequences() where database_name = $catalog
    union all
    select 'type ' || schema_name || '.' || type_name
    from duckdb_types() where database_name = $catalog and not internal
    union all
    select 'macro ' || schema_name || '.' || function_name
    from duckdb_functions() where database_name = $catalog and not internal
    order by 1
"""


RowCounts = dict[tuple[str, str], int]


def copy_compacted(built: Path, new_file: Path) -> RowCounts:
    """Copy every table and view in a fixed order, the rows of a table sorted.

    Equal rows give equal bytes, in whatever order and by however many threads they were built:
    one thread writes, and FSST, which draws samples at random, compresses nothing.
    `warehouse/__init__.py` sees to the memory that ends up in the slack of blocks.

    Args:
        built: the file dbt built; nobody may have it open for writing.
        new_file: the file to make, which must not exist.

    Returns:
        The rows of every table, by schema and name.

    Raises:
        PublishFailed: the built file holds what would not be published whole.
        duckdb.Error: a file could not be read or written.
    """
    bounds = {"memory_limit": memory_limit(), "temp_directory": f"{new_file}.tmp"}
    with duckdb.connect(config={"threads": "1", **bounds}) as connection:
        connection.execute("set disabled_compression_methods = 'fsst'")
        connection.execute(f"attach {quoted(built)} as built (read_only)")
        _refuse_what_is_not_copied(connection)
        counts = _row_counts(connection, "built")
        connection.execute(
            f"attach {quoted(new_file)} as new_file "
            f"(storage_version '{STORAGE_VERSION}', block_size {_block_bytes(counts)})"
        )
        connection.execute("use new_file")
        connection.execute("begin")
        _copy_tables(connection)
        connection.execute("commit")
        if _row_counts(connection, "new_file") != counts:
            raise PublishFailed("the compacted file does not hold the rows of the built one")
        views = connection.execute(_VIEWS, ["built"]).fetchall()
        comments = connection.execute(_COLUMN_COMMENTS, ["built"]).fetchall()
        # Without the built file, so that a view that leans on it shows.
        connection.execute("detach built")
        connection.execute("begin")
        _make_views(connection, views)
        for schema, table, column, comment in comments:
            place = ".".join(map(identifier, (schema, table, column)))
            connection.execute(f"comment on column {place} is {literal(comment)}")
        connection.execute("commit")
        connection.execute("use memory")
        connection.execute("detach new_file")
    return counts


def _refuse_what_is_not_copied(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse leftovers of an interrupted model, and kinds of objects that are not copied.

    Raises:
        PublishFailed: the built file holds such a thing.
    """
    tables = connection.execute(_TABLES, ["built"]).fetchall()
    leftovers = [f"{schema}.{table}" for schema, table, _, _ in tables if "__dbt_" in table]
    if leftovers:
        raise PublishFailed(f"the built file holds leftovers of dbt: {', '.join(leftovers)}")
    others = connection.execute(_OTHER_OBJECTS, {"catalog": "built"}).fetchall()
    if others:
        names = ", ".join(name for (name,) in others)
        raise PublishFailed(
            f"the built file holds what is not published: {names}; only tables and views are"
        )


def _copy_tables(connection: duckdb.DuckDBPyConnection) -> None:
    schemas = connection.execute(
        "select schema_name from duckdb_schemas() where database_name = 'built' and not internal"
        " order by schema_name"
    ).fetchall()
    for (schema,) in schemas:
        connection.execute(f"create schema if not exists {identifier(schema)}")
    for schema, table, create_table, comment in connection.execute(_TABLES, ["built"]).fetchall():
        place = f"{identifier(schema)}.{identifier(table)}"
        connection.execute(create_table)
        connection.execute(f"insert into new_file.{place} from built.{place} order by all")
        if comment is not None:
            connection.execute(f"comment on table {place} is {literal(comment)}")


def _block_bytes(counts: RowCounts) -> int:
    is_large = max(counts.values(), default=0) >= _LARGE_TABLE_ROWS
    return _LARGE_BLOCK_BYTES if is_large else _SMALL_BLOCK_BYTES


def _make_views(
    connection: duckdb.DuckDBPyConnection, views: list[tuple[str, str, str, str | None]]
) -> None:
    """Make every view of the built file in the new one, and try it.

    Raises:
        PublishFailed: a view does not find its table.
    """
    for schema, view, create_view, comment in views:
        place = f"{identifier(schema)}.{identifier(view)}"
        try:
            connection.execute(create_view)
            connection.table(f"new_file.{place}")
        except duckdb.Error as error:
            raise PublishFailed(
                f"the view {schema}.{view} does not work in the compacted file: {error}"
            ) from error
        if comment is not None:
            connection.execute(f"comment on view {place} is {literal(comment)}")


def _row_counts(connection: duckdb.DuckDBPyConnection, catalog: str) -> RowCounts:
    counts = {}
    for schema, table, _, _ in connection.execute(_TABLES, [catalog]).fetchall():
        place = ".".join(map(identifier, (catalog, schema, table)))
        counts[(schema, table)] = len(connection.table(place))
    return counts
