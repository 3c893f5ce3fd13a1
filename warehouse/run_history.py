"""`meta.build_runs`: what each build did, carried from one published file to the next."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import duckdb

from loaders.locations import PROJECT_ROOT
from warehouse.meta_tables import MetaTable, Row


@dataclass(frozen=True)
class BuildRun:
    """A row of `meta.build_runs`; times are UTC.

    `restored_run_id` is the run that a rollback published again, and null of a build.
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

    def as_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    def as_row(self) -> Row:
        return astuple(self)


BUILD_RUNS = MetaTable(
    "build_runs",
    "Builds of the warehouse and rollbacks, one row each; a failed one is told by the next that is "
    "published.\n建置紀錄（每次建置或回復一列；失敗者由其後發布之建置一併記載）",
    key=("run_id",),
    nullable=frozenset({"restored_run_id"}),
)
COLUMNS = tuple(field.name for field in fields(BuildRun))


def new_run_id(started_at: datetime) -> str:
    """An identifier that sorts by time and is nobody else's."""
    return f"{started_at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}"


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


def runs_before(published: Path, failed_runs: Path) -> list[Row]:
    """The runs the published file knows, and the failed ones since, as rows of `COLUMNS`."""
    rows = BUILD_RUNS.rows_of(published, COLUMNS)
    known = {run_id for run_id, *_ in rows}
    return rows + [run.as_row() for run in _failed(failed_runs) if run.run_id not in known]


def _failed(failed_runs: Path) -> Iterator[BuildRun]:
    """The failed runs recorded; a line that a killed build left torn is none."""
    if not failed_runs.exists():
        return
    for line in failed_runs.read_text("utf-8").splitlines():
        with suppress(ValueError, TypeError):
            run = BuildRun(**json.loads(line))
            started_at, finished_at = (
                datetime.fromisoformat(str(time)) for time in (run.started_at, run.finished_at)
            )
            yield replace(run, started_at=started_at, finished_at=finished_at)


def published_run_id(connection: duckdb.DuckDBPyConnection, catalog: str) -> str | None:
    """The run that published an attached file: the newest build or rollback it knows of."""
    runs = BUILD_RUNS.read(connection, catalog, ("started_at", "run_id", "status_code"))
    published = [(started_at, run_id) for started_at, run_id, status in runs if status != "failed"]
    return max(published)[1] if published else None


def record_failure(failed_runs: Path, run: BuildRun) -> None:
    """Keep a failed run for the next published file."""
    failed_runs.parent.mkdir(parents=True, exist_ok=True)
    with failed_runs.open("a", encoding="utf-8") as file:
        file.write(run.as_json() + "\n")
