"""Built files of a few rows, published without dbt."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from foundation.sql_text import quoted
from warehouse.published.archive import Archive, ArchivedBuild
from warehouse.published.publishing import publish
from warehouse.published.run_history import (
    HISTORY_TABLES,
    AcceptedChange,
    BuildRun,
    Finished,
    write_history,
)
from warehouse.published.table_checksums import COLUMNS, TABLE_CHECKSUMS

FIRST_BUILD = datetime(2026, 1, 1, 12)
_TYPES = {
    "timestamp": ("started_at", "finished_at", "accepted_at"),
    "bigint": (
        "model_count",
        "test_count",
        "failed_test_count",
        "failure_count",
        "row_count",
        "table_row_count",
    ),
    "double": ("duration_seconds",),
}
Amounts = dict[str, int | None]


def make_built(path: Path, amounts: Amounts, *, year: int = 2025, order: str = "1") -> Path:
    """A built file: a fact and a snapshot of it, and what `meta` says of them."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema budget; create schema meta; create schema snapshots")
        connection.execute(
            "create table budget.fct_amounts"
            " (amount_id varchar, fiscal_year int, budget_twd decimal(18,2),"
            " primary key (amount_id))"
        )
        connection.execute("comment on table budget.fct_amounts is 'Amounts.\n金額'")
        connection.execute("comment on column budget.fct_amounts.budget_twd is 'Money.\n金額數'")
        connection.execute(
            f"insert into budget.fct_amounts select unnest(?), {year}, unnest(?) order by {order}",
            [list(amounts), list(amounts.values())],
        )
        connection.execute(
            "create view budget.large_amounts as select * from budget.fct_amounts"
            " where budget_twd > 1"
        )
        connection.execute("create table meta.data_dictionary " + _dictionary())
    return path


def _dictionary() -> str:
    described = [
        ("budget", "fct_amounts", "amount_id", "string", True),
        ("budget", "fct_amounts", "fiscal_year", "int", False),
        ("budget", "fct_amounts", "budget_twd", "decimal(18,2)", False),
    ]
    tables = [(table.meta, table.columns) for table in HISTORY_TABLES]
    for meta, columns in [*tables, (TABLE_CHECKSUMS, list(COLUMNS))]:
        for column in columns:
            kind = next((kind for kind, names in _TYPES.items() if column in names), "varchar")
            described.append(("meta", meta.name, column, kind, column in meta.key))
    rows = ", ".join(f"{row} " for row in described)
    return (
        "as select *, column_name || '欄' as column_name_zh, 'English' as description_en,"
        " '中文' as description_zh from (values "
        f"{rows}) as t (schema_name, table_name, column_name, data_type, is_key)"
    )


def add_snapshot(path: Path, published: Path, at: datetime) -> None:
    """Do to `snapshots.amounts_history` what a build does: carry it, end and begin versions."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table snapshots.amounts_history as select amount_id, budget_twd,"
            " '' as dbt_scd_id, $at::timestamp as dbt_updated_at, $at::timestamp as dbt_valid_from,"
            " $at::timestamp as dbt_valid_to from budget.fct_amounts where false",
            {"at": at},
        )
        if published.exists():
            connection.execute(f"attach {quoted(published)} as published (read_only)")
            connection.execute(
                "insert into snapshots.amounts_history from published.snapshots.amounts_history"
            )
        connection.execute(
            "update snapshots.amounts_history set dbt_valid_to = $at where dbt_valid_to is null"
            " and (amount_id, budget_twd) not in"
            " (select (amount_id, budget_twd) from budget.fct_amounts)",
            {"at": at},
        )
        connection.execute(
            "insert into snapshots.amounts_history"
            " select amount_id, budget_twd, md5(amount_id || $at::varchar), $at, $at, null"
            " from budget.fct_amounts where (amount_id, budget_twd) not in"
            " (select (amount_id, budget_twd) from snapshots.amounts_history"
            " where dbt_valid_to is null)",
            {"at": at},
        )


def publish_amounts(
    published: Path,
    amounts: Amounts,
    *,
    number: int,
    accepted: tuple[AcceptedChange, ...] = (),
) -> ArchivedBuild:
    """Publish and keep a build of these amounts, the `number`-th, one an hour."""
    started_at = FIRST_BUILD + timedelta(hours=number)
    built = make_built(published.with_name("built.duckdb"), amounts)
    add_snapshot(built, published, started_at)
    run = BuildRun(
        run_id=f"{started_at:%Y%m%dT%H%M%SZ}-{number:08x}",
        started_at=started_at,
        finished_at=started_at + timedelta(minutes=1),
        git_commit="unknown",
        engine_version="duckdb",
        status_code="published",
        model_count=1,
        test_count=0,
        failed_test_count=0,
        row_count=len(amounts),
        duration_seconds=60.0,
    )
    finished = Finished(run, accepted_changes=accepted)
    publish(
        built,
        published,
        lambda connection, catalog, _counts: write_history(
            connection, catalog, published, [finished]
        ),
    )
    built.unlink()
    return Archive(published).keep_published()
