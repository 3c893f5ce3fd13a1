"""Public tables from Parquet files, in a file that dbt made without rows: whatever engine wrote
them, they get the types, keys, comments and Chinese views that a build gives."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from foundation.errors import InputError
from foundation.sql_text import identifier, quoted
from warehouse.building.dbt_build import DbtOutcome, run_dbt_in
from warehouse.locations import PUBLIC_SCHEMAS, BuildFolder
from warehouse.telling.progress import Step

# Users' files count where the tables were built, not here.
_NOTHING_LANDED = "nothing_landed"
_WITHOUT_ROWS = ("staging", "intermediate")
_PUBLIC_TABLES = """
    select schema_name || '.' || table_name
    from duckdb_tables()
    where list_contains($schemas, schema_name)
    order by 1
"""


def load_tables(source: Path, folder: BuildFolder, step: Step) -> DbtOutcome:
    """Make the public tables in `folder.database`, and load the Parquet files of a folder.

    Args:
        source: the folder; its files are named `schema.table.parquet`.
        folder: where to build; snapshots that the file holds go on with what is loaded.
        step: told of every node of dbt's.

    Returns:
        The nodes dbt made.

    Raises:
        InputError: a table has no file, or a file does not fit its table.
        DbtBuildFailed: the tables could not be made.
    """
    made = run_dbt_in(
        folder,
        ["build", "--empty", "--resource-type=seed", "--resource-type=model"],
        step,
        landing=folder.path / _NOTHING_LANDED,
    )
    with duckdb.connect(str(folder.database)) as connection:
        tables = connection.execute(_PUBLIC_TABLES, {"schemas": list(PUBLIC_SCHEMAS)}).fetchall()
        for (table,) in tables:
            _load(connection, table, source / f"{table}.parquet")
        for schema in _WITHOUT_ROWS:
            connection.execute(f"drop schema {schema} cascade")
    return made


def keep_versions(folder: BuildFolder, started_at: datetime, step: Step) -> DbtOutcome:
    """Go on with the snapshots in `folder.database` from the tables it holds.

    Args:
        folder: where the file is.
        started_at: when the build began, UTC: from then on the values are valid.
        step: told of every snapshot.
    """
    return run_dbt_in(
        folder, ["snapshot"], step, landing=folder.path / _NOTHING_LANDED, started_at=started_at
    )


def _load(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    place = ".".join(map(identifier, table.split(".")))
    if not path.is_file():
        raise InputError(
            file=path,
            found="no file",
            expected=f"the rows of {table}",
            mend="export every public table into one folder",
        )
    try:
        connection.execute(f"truncate {place}")
        connection.execute(f"insert into {place} by name from read_parquet({quoted(path)})")
    except duckdb.Error as error:
        raise InputError(
            file=path,
            found=str(error).splitlines()[0],
            expected=f"the columns and values that {table} takes",
            mend="export it again with this version of the project",
        ) from error
