"""Public tables from Parquet files, in a file that dbt made without rows: whatever engine wrote
them, they get the types, keys, comments and Chinese views that a build gives."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from foundation.errors import InputError
from foundation.sql_text import identifier, quoted
from foundation.whole_files import file_sha256
from warehouse.building.dbt_build import DbtOutcome, run_dbt_in
from warehouse.export.manifest import MANIFEST_FILE
from warehouse.locations import PUBLIC_SCHEMAS, BuildFolder
from warehouse.published.run_history import CheckResult
from warehouse.telling.progress import Step

# What a manifest calls the tests that the tables passed.
CHECKS = "checks"
_WITHOUT_ROWS = ("staging", "intermediate")
_PUBLIC_TABLES = """
    select schema_name || '.' || table_name
    from duckdb_tables()
    where list_contains($schemas, schema_name)
    order by 1
"""


@dataclass(frozen=True)
class ParquetExport:
    """A folder of public tables, a Parquet file each, with its manifest.

    Attributes:
        folder: where it is.
        engine_version: of the engine whose rows they are.
        checks: the tests they passed there; none where the manifest names none.
    """

    folder: Path
    engine_version: str
    checks: tuple[CheckResult, ...]

    @classmethod
    def read(cls, folder: Path) -> ParquetExport:
        """The export of a folder, every file as its manifest has it.

        Raises:
            InputError: there is no manifest, or a file is missing or another one.
        """
        path = folder / MANIFEST_FILE
        try:
            package = json.loads(path.read_text("utf-8"))
            engine_version = package["build"]["engine_version"]
            checks = tuple(CheckResult(**each) for each in package["build"].get(CHECKS, ()))
            hashes = {each["path"]: each["hash"] for each in package["resources"]}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                file=path,
                found="no manifest of an export" if path.exists() else "no file",
                expected="what `warehouse spark` or `warehouse export --format parquet` writes",
                mend="name the folder of such an export",
            ) from error
        for name, recorded in hashes.items():
            file = folder / name
            if not file.is_file() or f"sha256:{file_sha256(file)}" != recorded:
                raise InputError(
                    file=file,
                    found="another file than was exported" if file.is_file() else "no file",
                    expected=f"the checksum that {MANIFEST_FILE} has of it",
                    mend="export again",
                )
        return cls(folder, engine_version, checks)


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
    os.environ["WAREHOUSE_LANDING_FOLDER"] = str(folder.path / "nothing_landed")
    made = run_dbt_in(
        folder, ["build", "--empty", "--resource-type=seed", "--resource-type=model"], step
    )
    with duckdb.connect(str(folder.database)) as connection:
        tables = connection.execute(_PUBLIC_TABLES, {"schemas": list(PUBLIC_SCHEMAS)}).fetchall()
        for (table,) in tables:
            _load(connection, table, source / f"{table}.parquet")
        for schema in _WITHOUT_ROWS:
            connection.execute(f"drop schema {schema} cascade")
    return made


def keep_versions(folder: BuildFolder, step: Step) -> DbtOutcome:
    """Go on with the snapshots in `folder.database` from the tables it holds."""
    return run_dbt_in(folder, ["snapshot"], step)


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
