"""What each build did: `meta.build_runs`, `model_runs`, `check_results` and `accepted_changes`.

They are carried from one published file to the next. Builds are kept for good; what each built and
checked, for the last hundred.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, astuple, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from foundation.locations import PROJECT_ROOT
from foundation.sql_text import quoted
from warehouse.published.meta_tables import MetaTable, Row

RUNS_IN_DETAIL = 100


@dataclass(frozen=True)
class BuildRun:
    """A row of `meta.build_runs`; times are UTC.

    `restored_run_id` is the run that a rollback published again; a build has none.
    """

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
    restored_run_id: str | None = None


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
class AcceptedChange:
    """A row of `meta.accepted_changes`, but for the run: a change that was let through."""

    schema_name: str
    table_name: str
    change_code: str
    change_subject: str
    value_before: str
    value_after: str
    accepted_at: datetime
    accepted_by: str
    accept_reason: str


@dataclass(frozen=True)
class Finished:
    """A build that ended, with all that it built and checked."""

    run: BuildRun
    model_runs: tuple[ModelRun, ...] = ()
    check_results: tuple[CheckResult, ...] = ()
    accepted_changes: tuple[AcceptedChange, ...] = ()


@dataclass(frozen=True)
class _HistoryTable:
    """A table of the history.

    Attributes:
        meta: the table.
        row: what a row of it holds.
        is_of_run: whether its rows belong to a run, whose id comes first.
        is_forgotten: whether they go when the run is old.
    """

    meta: MetaTable
    row: type[BuildRun] | type[ModelRun] | type[CheckResult] | type[AcceptedChange]
    is_of_run: bool = True
    is_forgotten: bool = True

    @property
    def name(self) -> str:
        return self.meta.name

    @property
    def columns(self) -> list[str]:
        return [*(["run_id"] if self.is_of_run else []), *(each.name for each in fields(self.row))]


def _nullable(row: type[BuildRun] | type[ModelRun] | type[CheckResult]) -> frozenset[str]:
    return frozenset(each.name for each in fields(row) if "None" in str(each.type))


BUILD_RUNS = _HistoryTable(
    MetaTable(
        "build_runs",
        "Builds of the warehouse and rollbacks, one row each; a failed one is told by the next "
        "that is published.\n建置紀錄（每次建置或回復一列；失敗者由其後發布之建置一併記載）",
        key=("run_id",),
        nullable=_nullable(BuildRun),
    ),
    BuildRun,
    is_of_run=False,
    is_forgotten=False,
)
MODEL_RUNS = _HistoryTable(
    MetaTable(
        "model_runs",
        "Tables built, one row a build and table; the last hundred builds."
        "\n資料表建置紀錄（每次建置每資料表一列，保留最近一百次）",
        key=("run_id", "schema_name", "table_name"),
        nullable=_nullable(ModelRun),
    ),
    ModelRun,
)
CHECK_RESULTS = _HistoryTable(
    MetaTable(
        "check_results",
        "Checks run, one row a build and check; the last hundred builds."
        "\n檢查結果紀錄（每次建置每項檢查一列，保留最近一百次）",
        key=("run_id", "check_kind_code", "check_name"),
        nullable=_nullable(CheckResult),
    ),
    CheckResult,
)
ACCEPTED_CHANGES = _HistoryTable(
    MetaTable(
        "accepted_changes",
        "Changes beyond tolerance that were accepted when a build was published, one row a change."
        "\n接受之變動（發布時經接受、逾容許範圍之變動，每變動一列）",
        key=("run_id", "schema_name", "table_name", "change_code", "change_subject"),
    ),
    AcceptedChange,
    is_forgotten=False,
)
HISTORY_TABLES = (BUILD_RUNS, MODEL_RUNS, CHECK_RESULTS, ACCEPTED_CHANGES)


def new_run_id(started_at: datetime) -> str:
    """An identifier that sorts by time and is nobody else's."""
    return f"{started_at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}"


def last_published_run(connection: duckdb.DuckDBPyConnection, catalog: str) -> BuildRun | None:
    """The build or rollback that published an attached file; None where it does not say."""
    rows = BUILD_RUNS.meta.read(connection, catalog, BUILD_RUNS.columns)
    published = [run for run in (BuildRun(*row) for row in rows) if run.status_code != "failed"]
    return max(published, key=lambda run: (run.started_at, run.run_id), default=None)


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
    """The builds that failed since the last one published; a line left torn by a kill is none."""
    if not failed_runs.exists():
        return []
    failures = []
    for line in failed_runs.read_text("utf-8").splitlines():
        with suppress(ValueError, TypeError, KeyError):
            record = json.loads(line)
            model_runs = tuple(ModelRun(**each) for each in record.pop("model_runs", ()))
            check_results = tuple(CheckResult(**each) for each in record.pop("check_results", ()))
            failures.append(Finished(_run(record), model_runs, check_results))
    return failures


def _run(record: dict[str, Any]) -> BuildRun:
    for name in ("started_at", "finished_at"):
        record[name] = datetime.fromisoformat(record[name])
    return BuildRun(**record)


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
    with _attached(connection, published) as before:
        # A build killed after it had published left its failed predecessors to be told twice.
        told = {run_id for (run_id,) in BUILD_RUNS.meta.read(connection, before, ["run_id"])}
        new = [finished for finished in new if finished.run.run_id not in told]
        for table in HISTORY_TABLES:
            table.meta.create(connection, catalog)
            table.meta.carry(connection, before, catalog, table.columns)
            rows = [row for finished in new for row in _rows(finished, table)]
            table.meta.add(connection, catalog, table.columns, rows)
            if table.is_forgotten:
                _forget_old(connection, catalog, f"{catalog}.meta.{table.name}")


@contextmanager
def _attached(connection: duckdb.DuckDBPyConnection, published: Path) -> Iterator[str]:
    """The published file, or where there is none yet a database that holds nothing."""
    if published.exists():
        connection.execute(f"attach {quoted(published)} as published_before (read_only)")
    else:
        connection.execute("attach ':memory:' as published_before")
    yield "published_before"
    connection.execute("detach published_before")


def _rows(finished: Finished, table: _HistoryTable) -> list[Row]:
    if table is BUILD_RUNS:
        return [astuple(finished.run)]
    of_run: Sequence[ModelRun | CheckResult | AcceptedChange] = getattr(finished, table.name)
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
