"""Whether a published file is what was published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from foundation.sql_text import quoted
from foundation.whole_files import file_sha256
from warehouse.errors import PublishFailed
from warehouse.naming.public_interface import public_interface
from warehouse.published.archive import Archive, ArchivedBuild
from warehouse.published.compaction import STORAGE_VERSION
from warehouse.published.meta_tables import meta_columns, read_meta
from warehouse.published.run_history import BUILD_RUNS, last_published_run
from warehouse.published.table_checksums import (
    differing_tables,
    recorded_checksums,
    table_checksums,
)

PROBLEMS_SHOWN = 10


@dataclass(frozen=True)
class Verification:
    """What was found of a published file.

    Attributes:
        database: the file.
        run_id: the run that published it; None where it does not say.
        table_count: tables whose checksums were compared; 0 of a file that records none.
        problems: a line for each thing that is not as it was published.
    """

    database: Path
    run_id: str | None
    table_count: int
    problems: tuple[str, ...]


def verify(database: Path) -> Verification:
    """Read the whole file: every table against its checksum, the public interface, the format.

    Raises:
        PublishFailed: it cannot be read.
    """
    damage = _read(database)
    with _opened(database) as connection:
        problems = [*damage.problems, *_interface_problems(connection)]
        found = connection.execute(
            "select tags['storage_version'] from duckdb_databases()"
            " where database_name = 'verified'"
        ).fetchone()
    if found is None or found[0].rstrip("+") != STORAGE_VERSION:
        problems.append(
            f"its storage format is {found and found[0]}; published is {STORAGE_VERSION}, "
            "which older clients read"
        )
    if not damage.table_count:
        problems.append("it records no checksums of its tables")
    return Verification(database, damage.run_id, damage.table_count, tuple(problems))


def refuse_damaged(published: Path) -> None:
    """Refuse to build on a published file that is not what was published.

    A file with the hash it was kept with is; otherwise every table is read.

    Raises:
        PublishFailed: it cannot be read, holds something else, or is of a newer version.
    """
    with _opened(published) as connection:
        run = last_published_run(connection, "verified")
        _refuse_newer(connection, published)
    if run and _kept(published, run.run_id, file_sha256(published)):
        return
    problems = _read(published).problems
    if problems:
        raise PublishFailed(
            "\n  ".join([f"{published} is damaged:", *_shown(problems), _mend(published)])
        )


def refuse_changed(build: ArchivedBuild, file: Path) -> None:
    """Refuse a kept build whose file is not the one that was kept.

    Raises:
        PublishFailed: it is missing or changed.
    """
    found = file_sha256(file) if file.is_file() else None
    if found != build.sha256:
        raise PublishFailed(
            f"{file} is not as it was kept: found {f'SHA-256 {found}' if found else 'no file'}, "
            f"expected SHA-256 {build.sha256}; choose another of `warehouse builds`"
        )


def _mend(published: Path) -> str:
    if Archive(published).builds():
        return "`warehouse rollback` publishes the newest kept build again"
    return "mend it, or move it away to begin a new history"


def _opened(database: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    try:
        connection.execute(f"attach {quoted(database)} as verified (read_only)")
    except duckdb.Error as error:
        connection.close()
        raise PublishFailed(
            f"{database} cannot be read, and with it the history of published values: {error}; "
            f"{_mend(database)}"
        ) from error
    return connection


def _read(database: Path) -> Verification:
    with _opened(database) as connection:
        try:
            run = last_published_run(connection, "verified")
            recorded = recorded_checksums(connection, "verified")
            found = table_checksums(connection, "verified")
        except duckdb.Error as error:
            raise PublishFailed(f"{database} cannot be read: {error}; {_mend(database)}") from error
    problems = differing_tables(recorded, found) if recorded else []
    run_id = run.run_id if run else None
    return Verification(database, run_id, len(recorded), tuple(problems))


def _refuse_newer(connection: duckdb.DuckDBPyConnection, published: Path) -> None:
    unknown = meta_columns(connection, "verified", BUILD_RUNS.name) - set(BUILD_RUNS.columns)
    if unknown:
        raise PublishFailed(
            f"{published} was published by a newer version of this project: its meta.build_runs "
            f"has {', '.join(sorted(unknown))}, which this version would lose; update this "
            "project, or publish to another file"
        )


def _kept(published: Path, run_id: str, sha256: str) -> bool:
    return any(
        build.run_id == run_id and build.sha256 == sha256 for build in Archive(published).builds()
    )


def _interface_problems(connection: duckdb.DuckDBPyConnection) -> list[str]:
    columns: dict[str, set[str]] = {}
    for schema, table, column in connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where database_name = 'verified'"
    ).fetchall():
        columns.setdefault(f"{schema}.{table}", set()).add(column)
    promised: dict[str, set[str]] = {name: set(each) for name, each in public_interface().items()}
    names = ("schema_name", "table_name", "column_name")
    for schema, table, column in read_meta(connection, "verified", "data_dictionary", names):
        promised.setdefault(f"{schema}.{table}", set()).add(column)
    problems = []
    for table, promised_columns in sorted(promised.items()):
        missing = promised_columns - columns.get(table, set())
        if table not in columns:
            problems.append(f"{table}, a public table, is missing")
        elif missing:
            problems.append(f"{table} lacks {', '.join(sorted(missing))}")
    return problems


def _shown(problems: tuple[str, ...]) -> list[str]:
    shown = list(problems[:PROBLEMS_SHOWN])
    if len(problems) > len(shown):
        shown.append(f"and {len(problems) - len(shown)} more")
    return shown
