"""Public tables from Parquet files, in a file that dbt made without rows: whatever engine wrote
them, they get the types, keys, comments and Chinese views that a build gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb

from foundation.errors import InputError
from foundation.sql_text import identifier, quoted
from loaders.files.landing import Landing
from warehouse.building.dbt_build import DbtOutcome, run_dbt_in
from warehouse.building.last_build import LastBuild
from warehouse.building.run import Run, make_everything, tell_scope
from warehouse.building.scope import Scope
from warehouse.export.parquet_exports import ParquetExport
from warehouse.gates.landed_batches import refuse_left_out_batches
from warehouse.locations import PUBLIC_SCHEMAS, BuildFolder
from warehouse.telling.progress import Reporter, Step

FROM_PARQUET = Scope("its tables are given as Parquet", is_full=True)
# Users' files count where the tables were built, not here.
_NOTHING_LANDED = "nothing_landed"
_WITHOUT_ROWS = ("staging", "intermediate")
_PUBLIC_TABLES = """
    select schema_name || '.' || table_name
    from duckdb_tables()
    where list_contains($schemas, schema_name)
    order by 1
"""


class ParquetTables:
    """The tables of an export, which another engine made.

    Args:
        export: the export.
        folder: where they are loaded.
        landing: users' files.
    """

    def __init__(self, export: ParquetExport, folder: BuildFolder, landing: Landing) -> None:
        self.engine_version = export.engine_version
        self._export = export
        self._folder = folder
        self._landing = landing

    def prepare(self, history: Path) -> None:
        """Users' files were checked, and summed, where the tables were made."""

    def make(self, run: Run, history: Path, reporter: Reporter) -> Scope:
        """Load the tables, pass them through the gate, and go on with the snapshots."""
        tell_scope(FROM_PARQUET, reporter)
        make_everything(
            run,
            history,
            "loading Parquet",
            lambda step: self._load(run.started_at, step),
            reporter,
        )
        return FROM_PARQUET

    def refuse_losses(self, history: Path) -> None:
        """Refuse an export without a batch that is published.

        Raises:
            InputError: such a batch is published.
        """
        refuse_left_out_batches(history, self._folder.database, self._landing)

    def keep(self, *_: object) -> None:
        """Keep nothing: no build of dbt's can go on from here."""
        LastBuild(self._folder.last).forget()

    def _load(self, started_at: datetime, step: Step) -> DbtOutcome:
        """Load them; return what dbt did here and checked there."""
        made = load_tables(self._export.folder, self._folder, step)
        versions = keep_versions(self._folder, started_at, step)
        return replace(
            made,
            model_runs=(*made.model_runs, *versions.model_runs),
            check_results=self._export.checks,
        )


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
