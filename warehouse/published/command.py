"""`warehouse builds`, `rollback`, `diff` and `verify`, as the command line shows them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import duckdb

from foundation.locations import shown
from foundation.sql_text import quoted
from warehouse.errors import PublishFailed, WarehouseError
from warehouse.published.archive import Archive, archived_build
from warehouse.published.differences import AFTER, BEFORE, Sample, TableDifference, compare_tables
from warehouse.published.rollback import rollback as roll_back
from warehouse.published.verification import verify as verify_file

PUBLISHED = "published"


def list_builds(published: Path, *, is_json: bool) -> None:
    """Print the kept builds, the newest first; `*` marks the published one."""
    archive = Archive(published)
    current = _published_sha256(published)
    builds = archive.builds()
    if is_json:
        click.echo(
            _json(
                [
                    {
                        **asdict(build),
                        "is_published": build.sha256 == current,
                        "file": archive.file(build.run_id),
                    }
                    for build in builds
                ]
            )
        )
        return
    if not builds:
        click.echo(f"no builds are kept in {shown(archive.folder)}")
    for build in builds:
        mark = "*" if build.sha256 == current else " "
        what = f"rollback to {build.restored_run_id}" if build.restored_run_id else "build"
        click.echo(
            f"{mark} {build.run_id}  {build.published_at:%Y-%m-%d %H:%M:%S} UTC  "
            f"{build.row_count:>9,} rows  {build.size_bytes / 1e6:7.1f} MB  {what}"
        )


def rollback(published: Path, run_id: str | None, *, wait_seconds: float) -> None:
    """Publish a kept build again and say so.

    Raises:
        WarehouseError: it is not kept, a build is running, or it could not be published.
    """
    build = roll_back(published, run_id, wait_seconds=wait_seconds)
    click.echo(
        f"{shown(published)} is build {build.restored_run_id} again, published as run "
        f"{build.run_id}; the next `warehouse build` publishes what the inputs give"
    )


def diff(
    published: Path, before: str, after: str, *, table: str | None, samples: int, is_json: bool
) -> None:
    """Print how two builds differ.

    Args:
        published: the published file.
        before, after: a kept build's run, `published`, or the path of a file.
        table: the one table to compare; None for all.
        samples: rows to show of each table.
        is_json: whether to print JSON.

    Raises:
        WarehouseError: a build or table is not there, or cannot be read.
    """
    differences = differences_between(published, before, after, samples=samples, table=table)
    if is_json:
        tables = [difference.as_dict() for difference in differences]
        click.echo(_json({"before": before, "after": after, "tables": tables}))
        return
    for difference in differences:
        _print_difference(difference)
    if not differences:
        click.echo("no public table differs")


def differences_between(
    published: Path, before: str, after: str, *, samples: int, table: str | None = None
) -> list[TableDifference]:
    """How the public tables of two builds differ.

    Args:
        published: the published file.
        before, after: a kept build's run, `published`, or the path of a file.
        samples: rows to give of each table.
        table: the one table to compare; None for all.

    Raises:
        WarehouseError: a build or table is not there, or cannot be read.
    """
    files = [build_file(published, name) for name in (before, after)]
    try:
        with duckdb.connect() as connection:
            for name, file in zip((BEFORE, AFTER), files, strict=True):
                connection.execute(f"attach {quoted(file)} as {name} (read_only)")
            if table is not None:
                _refuse_unknown_table(connection, table)
            return compare_tables(connection, samples, table)
    except duckdb.Error as error:
        raise WarehouseError(f"the builds could not be compared: {error}") from error


def build_file(published: Path, name: str) -> Path:
    """The file of a kept build's run, of `published`, or of a path.

    Raises:
        WarehouseError: no such build is kept.
    """
    archive = Archive(published)
    if name == PUBLISHED:
        return published
    path = Path(name)
    return path if path.is_file() else archive.file(archive.find(name).run_id)


def verify(published: Path, file: Path | None, *, is_json: bool) -> None:
    """Check a published file and say what was found.

    Raises:
        PublishFailed: it is not as it was published.
    """
    found = verify_file(file or published)
    if is_json:
        click.echo(_json({**asdict(found), "is_whole": not found.problems}))
    if found.problems:
        raise PublishFailed("\n  ".join([f"{shown(found.database)}:", *found.problems]))
    if not is_json:
        click.echo(
            f"{shown(found.database)} is whole: run {found.run_id}, {found.table_count} tables as "
            "published, the public interface complete"
        )


def _published_sha256(published: Path) -> str | None:
    try:
        return archived_build(published).sha256
    except (OSError, duckdb.Error, PublishFailed):
        return None


def _refuse_unknown_table(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    found = connection.execute(
        "select 1 from duckdb_tables() where schema_name || '.' || table_name = ?"
        " and database_name in (?, ?)",
        [table, BEFORE, AFTER],
    ).fetchone()
    if found is None:
        raise WarehouseError(f"neither build has a table `{table}`; expected `schema.table`")


def _print_difference(difference: TableDifference) -> None:
    if difference.rows_before is None or difference.rows_after is None:
        state = "is new" if difference.rows_before is None else "is gone"
        click.echo(f"{difference.table} {state}: {difference.added + difference.removed} rows")
        return
    by = f" by {', '.join(difference.key)}" if difference.key else ""
    click.echo(
        f"{difference.table}: {difference.added} rows added, {difference.removed} removed, "
        f"{difference.changed} changed{by}"
    )
    for name in difference.columns_added:
        click.echo(f"  column {name} is new")
    for name in difference.columns_removed:
        click.echo(f"  column {name} is gone")
    for name, (before, after) in difference.types_changed.items():
        click.echo(f"  column {name} is {after}, {before} before")
    for name, count in difference.changed_columns.items():
        click.echo(f"  {name}: {count} values")
    for sample in difference.samples:
        click.echo(f"    {_sample_line(sample)}")


def _sample_line(sample: Sample) -> str:
    key = ", ".join(f"{name}={value}" for name, value in sample["key"].items())
    if sample["is"] != "changed":
        sign = "+" if sample["is"] == "added" else "-"
        row = ", ".join(f"{name}={value}" for name, value in sample["row"].items())
        return f"{sign} {key}" + (f": {row}" if row else "")
    values = "; ".join(
        f"{name}: {value} -> {sample['after'][name]}" for name, value in sample["before"].items()
    )
    return f"~ {key}: {values}"


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, default=str, indent=2)
