"""`meta.build_runs`: what each build did, carried from one published file to the next."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, astuple, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from loaders.locations import PROJECT_ROOT

Row = tuple[Any, ...]


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

    def as_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    def as_row(self) -> Row:
        return astuple(self)


DESCRIPTION = (
    "Builds of the warehouse, one row a build; a failed one is told by the next that is published."
    "\n建置紀錄（每次建置一列；失敗者由其後發布之建置一併記載）"
)
COLUMNS = ", ".join(field.name for field in fields(BuildRun))


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
    rows: list[Row] = []
    if published.exists():
        with duckdb.connect(str(published), read_only=True) as connection:
            rows += connection.execute(f"select {COLUMNS} from meta.build_runs").fetchall()  # noqa: S608
    if failed_runs.exists():
        for line in failed_runs.read_text("utf-8").splitlines():
            rows.append(tuple(json.loads(line).values()))
    return rows


def record_failure(failed_runs: Path, run: BuildRun) -> None:
    """Keep a failed run for the next published file."""
    failed_runs.parent.mkdir(parents=True, exist_ok=True)
    with failed_runs.open("a", encoding="utf-8") as file:
        file.write(run.as_json() + "\n")


def write_runs(connection: duckdb.DuckDBPyConnection, catalog: str, runs: list[Row]) -> None:
    """Create `meta.build_runs` as `meta.data_dictionary` describes it, holding `runs`."""
    described = connection.execute(
        f"""
        select column_name, data_type, description_en || chr(10) || description_zh
        from {catalog}.meta.data_dictionary
        where schema_name = 'meta' and table_name = 'build_runs'
        """  # noqa: S608
    ).fetchall()
    table = f"{catalog}.meta.build_runs"
    columns = ", ".join(f"{name} {data_type} not null" for name, data_type, _ in described)
    connection.execute(f"create table {table} ({columns}, primary key (run_id))")
    connection.execute(f"comment on table {table} is {_literal(DESCRIPTION)}")
    for name, _, description in described:
        connection.execute(f"comment on column {table}.{name} is {_literal(description)}")
    marks = ", ".join("?" for _ in fields(BuildRun))
    connection.executemany(f"insert into {table} ({COLUMNS}) values ({marks})", runs)  # noqa: S608


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
