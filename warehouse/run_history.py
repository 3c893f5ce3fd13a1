"""What each build did: `meta.build_runs`, `meta.model_runs` and `meta.check_results`.

They are carried from one published file to the next. Builds are kept for good; what each built and
checked, for the last hundred.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from loaders.locations import PROJECT_ROOT
from warehouse.checked_suites import CheckedSuite

RUNS_IN_DETAIL = 100


@dataclass(frozen=True)
class BuildRun:
    """A row of `meta.build_runs`; times are UTC."""

    run_id: str
    started_at: datetime
    finished_at: datetime
    git_commit: str
    engine_version: str
    status_code: str
    model_count: int
    test_count: int
    failed_test_count: int
    row_count: int
    duration_seconds: float


@dataclass(frozen=True)
class ModelRun:
    """A row of `meta.model_runs`, but for the run: a seed, model or snapshot as it was built."""

    schema_name: str
    table_name: str
    node_kind_code: str
    outcome_code: str
    table_row_count: int | None
    duration_seconds: float


@dataclass(frozen=True)
class CheckResult:
    """A row of `meta.check_results`, but for the run: a dbt test or an expectation."""

    check_kind_code: str
    check_name: str
    outcome_code: str
    failure_count: int | None
    duration_seconds: float | None


@dataclass(frozen=True)
class Finished:
    """A build that ended, with all that it built and checked."""

    run: BuildRun
    model_runs: tuple[ModelRun, ...] = ()
    check_results: tuple[CheckResult, ...] = ()


@dataclass(frozen=True)
class _HistoryTable:
    """A table of the history.

    Attributes:
        name: its name in schema `meta`.
        row: what a row of it holds.
        key: its primary key.
        description: its comment.
        is_of_run: whether its rows belong to a run, whose id comes first, and go when it is old.
    """

    name: str
    row: type[BuildRun] | type[ModelRun] | type[CheckResult]
    key: str
    description: str
    is_of_run: bool = field(default=True)

    @property
    def columns(self) -> list[str]:
        return [*(["run_id"] if self.is_of_run else []), *(each.name for each in fields(self.row))]

    @property
    def nullable(self) -> set[str]:
        return {each.name for each in fields(self.row) if "None" in str(each.type)}


BUILD_RUNS = _HistoryTable(
    "build_runs",
    BuildRun,
    "run_id",
    "Builds of the warehouse, one row a build; a failed one is told by the next that is published."
    "\n建置紀錄（每次建置一列；失敗者由其後發布之建置一併記載）",
    is_of_run=False,
)
MODEL_RUNS = _HistoryTable(
    "model_runs",
    ModelRun,
    "run_id, schema_name, table_name",
    "Tables built, one row a build and table; the last hundred builds."
    "\n資料表建置紀錄（每次建置每資料表一列，保留最近一百次）",
)
CHECK_RESULTS = _HistoryTable(
    "check_results",
    CheckResult,
    "run_id, check_kind_code, check_name",
    "Checks run, one row a build and check; the last hundred builds."
    "\n檢查結果紀錄（每次建置每項檢查一列，保留最近一百次）",
)
HISTORY_TABLES = (BUILD_RUNS, MODEL_RUNS, CHECK_RESULTS)


def expectation_results(suites: Iterable[CheckedSuite]) -> tuple[CheckResult, ...]:
    """The expectations of suites as rows of `meta.check_results`."""
    return tuple(
        CheckResult(
            check_kind_code="expectation",
            check_name=f"{suite.name}: {expectation.type} {expectation.arguments}",
            outcome_code="passed" if expectation.is_met else "failed",
            failure_count=expectation.unexpected_count,
            duration_seconds=None,
        )
        for suite in suites
        for expectation in suite.expectations
    )


def git_commit() -> str:
    """The commit checked out, `-modified` where files differ from it, `unknown` outside git."""
    try:
        commit = _git("rev-parse", "HEAD")
        return f"{commit}-modified" if _git("status", "--porcelain") else commit
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(PROJECT_ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


def failures_since(failed_runs: Path) -> list[Finished]:
    """The builds that failed since the last one published."""
    if not failed_runs.exists():
        return []
    failures = []
    for line in failed_runs.read_text("utf-8").splitlines():
        record = json.loads(line)
        model_runs = tuple(ModelRun(**each) for each in record.pop("model_runs", ()))
        check_results = tuple(CheckResult(**each) for each in record.pop("check_results", ()))
        failures.append(Finished(BuildRun(**record), model_runs, check_results))
    return failures


def record_failure(failed_runs: Path, failure: Finished) -> None:
    """Keep a failed build for the next published file."""
    failed_runs.parent.mkdir(parents=True, exist_ok=True)
    record = {
        **asdict(failure.run),
        "model_runs": [asdict(each) for each in failure.model_runs],
        "check_results": [asdict(each) for each in failure.check_results],
    }
    with failed_runs.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, default=str, ensure_ascii=False) + "\n")


def write_history(
    connection: duckdb.DuckDBPyConnection,
    catalog: str,
    published: Path,
    new: Sequence[Finished],
) -> None:
    """Create the tables of the history as `meta.data_dictionary` describes them, and fill them.

    Args:
        connection: where the new file is attached.
        catalog: as what it is attached.
        published: the file whose history goes on; it need not exist.
        new: builds that ended since, the one under way last.
    """
    before = _attached(connection, published)
    for table in HISTORY_TABLES:
        _create(connection, catalog, table)
        name = f"{catalog}.meta.{table.name}"
        columns = ", ".join(table.columns)
        if before and _has(connection, before, table):
            connection.execute(
                f"insert into {name} ({columns}) select {columns} from {before}.meta.{table.name}"  # noqa: S608
            )
        rows = [row for finished in new for row in _rows(finished, table)]
        if rows:
            lists = ", ".join("unnest(?)" for _ in table.columns)
            connection.execute(
                f"insert into {name} ({columns}) select {lists}",
                [list(values) for values in zip(*rows, strict=True)],
            )
        if table.is_of_run:
            _forget_old(connection, catalog, name)
    if before:
        connection.execute(f"detach {before}")


def _attached(connection: duckdb.DuckDBPyConnection, published: Path) -> str | None:
    if not published.exists():
        return None
    path = str(published).replace("'", "''")
    connection.execute(f"attach '{path}' as published_before (read_only)")
    return "published_before"


def _has(connection: duckdb.DuckDBPyConnection, catalog: str, table: _HistoryTable) -> bool:
    """Whether the published file has the table: one of an older version may not."""
    found = connection.execute(
        "select 1 from duckdb_tables()"
        " where database_name = ? and schema_name = 'meta' and table_name = ?",
        [catalog, table.name],
    ).fetchone()
    return found is not None


def _create(connection: duckdb.DuckDBPyConnection, catalog: str, table: _HistoryTable) -> None:
    described = connection.execute(
        f"""
        select column_name, data_type, description_en || chr(10) || description_zh
        from {catalog}.meta.data_dictionary
        where schema_name = 'meta' and table_name = ?
        """,  # noqa: S608
        [table.name],
    ).fetchall()
    name = f"{catalog}.meta.{table.name}"
    columns = ", ".join(
        f"{column} {data_type}{'' if column in table.nullable else ' not null'}"
        for column, data_type, _ in described
    )
    connection.execute(f"create table {name} ({columns}, primary key ({table.key}))")
    connection.execute(f"comment on table {name} is {_literal(table.description)}")
    for column, _, description in described:
        connection.execute(f"comment on column {name}.{column} is {_literal(description)}")


def _rows(finished: Finished, table: _HistoryTable) -> list[tuple[Any, ...]]:
    if table is BUILD_RUNS:
        return [astuple(finished.run)]
    of_run = finished.model_runs if table is MODEL_RUNS else finished.check_results
    return [(finished.run.run_id, *astuple(each)) for each in of_run]


def _forget_old(connection: duckdb.DuckDBPyConnection, catalog: str, name: str) -> None:
    connection.execute(
        f"""
        delete from {name} where run_id not in (
            select run_id from {catalog}.meta.build_runs
            order by started_at desc, run_id limit {RUNS_IN_DETAIL}
        )
        """  # noqa: S608
    )


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
