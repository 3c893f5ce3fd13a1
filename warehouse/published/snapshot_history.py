"""The history of published values: snapshot tables, carried from the published file to the next."""

from __future__ import annotations

from pathlib import Path

import duckdb

from foundation.sql_text import identifier, quoted
from warehouse.errors import PublishFailed
from warehouse.published.database_files import remove_database

SNAPSHOT_SCHEMA = "snapshots"

_TABLES = """
    select table_name
    from duckdb_tables()
    where database_name = 'published' and schema_name = ?
    order by table_name
"""


def carry_snapshots(published: Path, database: Path) -> list[str]:
    """Copy the snapshot tables of the published file into a new file, for dbt to go on from.

    Args:
        published: the file that is about to be replaced; without it there is no history yet.
        database: the file to build, which must not exist.

    Returns:
        Names of the tables copied.

    Raises:
        PublishFailed: it cannot be read or written; to build on without it would lose what it
            alone holds.
    """
    if not published.exists():
        return []
    try:
        with duckdb.connect(str(database)) as connection:
            connection.execute(f"attach {quoted(published)} as published (read_only)")
            tables = [name for (name,) in connection.execute(_TABLES, [SNAPSHOT_SCHEMA]).fetchall()]
            connection.execute(f"create schema {SNAPSHOT_SCHEMA}")
            for name in tables:
                table = f"{SNAPSHOT_SCHEMA}.{identifier(name)}"
                connection.execute(f"create table {table} as from published.{table}")
    except duckdb.Error as error:
        remove_database(database)
        raise PublishFailed(
            f"the history of published values cannot be carried from {published} into {database}: "
            f"{error}"
        ) from error
    return tables
