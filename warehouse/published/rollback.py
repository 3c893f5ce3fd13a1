"""`warehouse rollback`: a kept build is published again, and the history goes on."""

from __future__ import annotations

import shutil
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from foundation.sql_text import identifier, literal, quoted
from warehouse.errors import PublishFailed, WarehouseError
from warehouse.published.archive import Archive, ArchivedBuild, archived_build
from warehouse.published.build_lock import build_lock
from warehouse.published.publishing import new_published_file
from warehouse.published.run_history import BUILD_RUNS, BuildRun, last_published_run, new_run_id
from warehouse.published.table_checksums import TABLE_CHECKSUMS, write_table_checksums
from warehouse.published.verification import refuse_changed, refuse_damaged

# Of schema `meta`, what belongs to the rows of a build; the rest is history and goes on.
_OF_THE_BUILD = ("data_dictionary", TABLE_CHECKSUMS.name)


def rollback(published: Path, run_id: str | None, *, wait_seconds: float = 0) -> ArchivedBuild:
    """Publish a kept build again, at once for whoever reads.

    Its rows are as they were. The history is not turned back: `meta` keeps every run since and
    gets a row for the rollback; in the snapshots, what it takes back ends and what it brings back
    begins with it.

    Args:
        published: the file to replace.
        run_id: the run of the kept build, or how its id begins; None for the newest one that is
            not published now.
        wait_seconds: how long to wait for a build that is running.

    Returns:
        What is published now.

    Raises:
        WarehouseError: no such build is kept, a build is running, or the published file could
            not be replaced; it is as it was.
    """
    started_at = datetime.now(UTC).replace(tzinfo=None)
    archive = Archive(published)
    if not archive.builds():
        raise WarehouseError(f"{archive.folder} keeps no builds of {published}")
    with build_lock(archive.lock, wait_seconds=wait_seconds):
        current = _undamaged(published)
        target = archive.find(run_id) if run_id else _newest_other(archive, current)
        file = archive.file(target.run_id)
        refuse_changed(target, file)
        history = published if current else archive.file(archive.builds()[0].run_id)
        with new_published_file(published) as new_file:
            shutil.copyfile(file, new_file)
            _carry_history(new_file, history, target, started_at)
        return archive.keep_published()


def restored_run_id(published: Path) -> str | None:
    """The build that a rollback published again, where nothing was published since."""
    try:
        with duckdb.connect() as connection:
            connection.execute(f"attach {quoted(published)} as published (read_only)")
            run = last_published_run(connection, "published")
    except duckdb.Error:
        return None
    return run.restored_run_id if run else None


def _undamaged(published: Path) -> ArchivedBuild | None:
    if not published.exists():
        return None
    try:
        refuse_damaged(published)
        return archived_build(published)
    except PublishFailed:
        return None


def _newest_other(archive: Archive, current: ArchivedBuild | None) -> ArchivedBuild:
    for build in archive.builds():
        if current is None or build.run_id != current.run_id:
            return build
    raise WarehouseError("the only kept build is the one that is published")


def _carry_history(
    new_file: Path, history: Path, target: ArchivedBuild, started_at: datetime
) -> None:
    with duckdb.connect() as connection:
        connection.execute("set disabled_compression_methods = 'fsst'")
        connection.execute(f"attach {quoted(new_file)} as new_file")
        connection.execute(f"attach {quoted(history)} as history (read_only)")
        connection.execute("use new_file")
        connection.execute("begin")
        for table in _tables(connection, "history", "snapshots"):
            _go_on_with_snapshot(connection, table, started_at)
        for table in _tables(connection, "history", "meta"):
            if table not in _OF_THE_BUILD:
                _copy_table(connection, "meta", table)
        _add_run(connection, target, started_at)
        write_table_checksums(connection, "new_file")
        connection.execute("commit")
        connection.execute("use memory")
        connection.execute("detach new_file")


def _tables(connection: duckdb.DuckDBPyConnection, catalog: str, schema: str) -> list[str]:
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = ? and schema_name = ?"
        " order by table_name",
        [catalog, schema],
    ).fetchall()
    return [name for (name,) in found]


def _copy_table(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> None:
    """Take a table of the history, with its constraints and comments, for the new file's own."""
    place = f"{identifier(schema)}.{identifier(table)}"
    ((create_table, comment),) = connection.execute(
        "select sql, comment from duckdb_tables()"
        " where database_name = 'history' and schema_name = ? and table_name = ?",
        [schema, table],
    ).fetchall()
    connection.execute(f"create schema if not exists {identifier(schema)}")
    connection.execute(f"drop table if exists {place}")
    connection.execute(create_table)
    connection.execute(f"insert into new_file.{place} from history.{place}")
    if comment is not None:
        connection.execute(f"comment on table {place} is {literal(comment)}")
    for column, text in connection.execute(
        "select column_name, comment from duckdb_columns() where database_name = 'history'"
        " and schema_name = ? and table_name = ? and comment is not null",
        [schema, table],
    ).fetchall():
        connection.execute(f"comment on column {place}.{identifier(column)} is {literal(text)}")


def _go_on_with_snapshot(
    connection: duckdb.DuckDBPyConnection, table: str, started_at: datetime
) -> None:
    """End the versions that the rollback takes back, begin those that it brings back."""
    name = identifier(table)
    values = _common_values(connection, table)
    if not values:
        _copy_table(connection, "snapshots", table)
        return
    row = f"to_json([{', '.join(f'cast({value} as varchar)' for value in values)}])"
    listed = ", ".join(values)
    connection.execute(
        f"create or replace temp table restored as"  # noqa: S608
        f" select {listed}, dbt_scd_id, {row} as row_text from snapshots.{name}"
        " where dbt_valid_to is null"
    )
    _copy_table(connection, "snapshots", table)
    connection.execute(
        f"create or replace temp table current_rows as"  # noqa: S608
        f" select {row} as row_text from snapshots.{name} where dbt_valid_to is null"
    )
    connection.execute(
        f"update snapshots.{name} set dbt_valid_to = $at"  # noqa: S608
        f" where dbt_valid_to is null and {row} not in (select row_text from restored)",
        {"at": started_at},
    )
    connection.execute(
        f"insert into snapshots.{name}"  # noqa: S608
        f" ({listed}, dbt_scd_id, dbt_updated_at, dbt_valid_from, dbt_valid_to)"
        f" select {listed}, md5(concat_ws('|', dbt_scd_id, $at)), $at, $at, null"
        " from restored where row_text not in (select row_text from current_rows)",
        {"at": started_at},
    )


def _common_values(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Columns that the snapshot has in both files, but for those that dbt adds."""
    found = connection.execute(
        """
        select column_name
        from duckdb_columns()
        where database_name in ('history', 'new_file') and schema_name = 'snapshots'
            and table_name = ? and not starts_with(column_name, 'dbt_')
        group by column_name
        having count(*) = 2
        order by min(column_index)
        """,
        [table],
    ).fetchall()
    return [identifier(name) for (name,) in found]


def _add_run(
    connection: duckdb.DuckDBPyConnection, target: ArchivedBuild, started_at: datetime
) -> None:
    finished_at = datetime.now(UTC).replace(tzinfo=None)
    run = BuildRun(
        run_id=new_run_id(started_at),
        started_at=started_at,
        finished_at=finished_at,
        git_commit=target.git_commit,
        engine_version=f"duckdb {duckdb.__version__}",
        status_code="restored",
        model_count=0,
        test_count=0,
        failed_test_count=0,
        row_count=target.row_count,
        duration_seconds=(finished_at - started_at).total_seconds(),
        restored_run_id=target.run_id,
    )
    BUILD_RUNS.meta.add(connection, "new_file", BUILD_RUNS.columns, [astuple(run)])
