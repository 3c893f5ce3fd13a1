"""Public tables as Parquet with a manifest: what another engine writes, and a build publishes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from foundation.errors import InputError
from foundation.whole_files import file_sha256
from warehouse.asking.citation import Build
from warehouse.export.manifest import (
    MANIFEST_FILE,
    Terms,
    WrittenTable,
    manifest,
    write_manifest,
)
from warehouse.export.tables import chosen_tables, sources_of
from warehouse.published.run_history import CheckResult

# What a manifest calls the tests that the tables passed.
_CHECKS = "checks"


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
        path = manifest_file(folder)
        try:
            package = json.loads(path.read_text("utf-8"))
            engine_version = package["build"]["engine_version"]
            checks = tuple(CheckResult(**each) for each in package["build"].get(_CHECKS, ()))
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


def manifest_file(folder: Path) -> Path:
    """Where the manifest of such a folder stands."""
    return folder / MANIFEST_FILE


def describe_tables(
    folder: Path,
    database: Path,
    build: Build,
    row_counts: Mapping[str, int],
    checks: Sequence[CheckResult],
) -> None:
    """Write the manifest of a folder of Parquet files that another engine wrote.

    Args:
        folder: its files are named `schema.table.parquet`.
        database: a DuckDB file with the same tables, and all that is said of them.
        build: which build they are of.
        row_counts: rows of each table, by `schema.table`.
        checks: the tests they passed.
    """
    terms = Terms(build, "parquet", "en", below=None)
    with duckdb.connect(str(database), read_only=True) as connection:
        written = [
            WrittenTable(
                table=table,
                file=path.name,
                size_bytes=path.stat().st_size,
                sha256=file_sha256(path),
                row_count=row_counts[table.full_name],
                sources=sources_of(connection, table),
                formula_counts=None,
                withheld=None,
            )
            for table in chosen_tables(connection, ())
            for path in (folder / f"{table.full_name}.parquet",)
        ]
    package = manifest(written, terms)
    package["build"][_CHECKS] = [asdict(each) for each in checks]
    write_manifest(folder, package)
