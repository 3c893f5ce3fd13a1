"""`warehouse build`: check the seeds, run dbt, pass the gate, publish."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import duckdb

from loaders.files.landing import Landing
from loaders.locations import SEEDS_FOLDER
from loaders.seed_checks import check_seeds
from warehouse.build_lock import build_lock
from warehouse.checked_suites import CheckedSuite, with_earlier
from warehouse.dbt_build import DbtBuildFailed, DbtOutcome, run_dbt_build
from warehouse.errors import GateRefused, WarehouseError
from warehouse.expectation_report import write_report
from warehouse.gate import CheckDatabase, CheckSeeds, GateProcess
from warehouse.inputs import current_inputs
from warehouse.kept_build import KeptBuild
from warehouse.locations import BuildFolder, landing_folder
from warehouse.log import log_event
from warehouse.progress import Reporter, Step
from warehouse.publishing import RowCounts, public_row_count, publish, remove_database
from warehouse.run_history import (
    BuildRun,
    Finished,
    expectation_results,
    failures_since,
    git_commit,
    record_failure,
    write_history,
)
from warehouse.scope import Scope
from warehouse.snapshot_history import carry_snapshots

ASKED_FOR = Scope("asked for", is_full=True)


@dataclass(frozen=True)
class BuildResult:
    """A published build.

    Attributes:
        run_id: its row in `meta.build_runs`.
        published: the published file.
        report: entry page of the expectation report.
        scope: what was built, and why.
        dbt: nodes dbt ran.
        expectation_count: expectations checked.
    """

    run_id: str
    published: Path
    report: Path
    scope: Scope
    dbt: DbtOutcome
    expectation_count: int


def build(
    folder: BuildFolder, published: Path, reporter: Reporter, *, is_full: bool = False
) -> BuildResult:
    """Build the warehouse and publish it.

    Args:
        folder: where to build.
        published: the file to replace; whatever fails, it stays as it was.
        reporter: told of every step.
        is_full: whether to build everything, whatever changed.

    Raises:
        InputError: a seed is not as declared, or a landed batch is not as it landed.
        LandingBusy: files are being loaded.
        WarehouseError: the folder is taken, a dbt node failed, the gate refused, or the published
            file could not be read or replaced.
    """
    run = _Run()
    landing = Landing(landing_folder())
    with (
        build_lock(folder.lock),
        _failure_recorded(folder, run),
        landing.locked(is_shared=True),
    ):
        with reporter.step("checking seeds and loaded files"):
            check_seeds(SEEDS_FOLDER)
            landing.verify()
        kept = KeptBuild(folder.kept)
        inputs = current_inputs()
        scope = ASKED_FOR if is_full else kept.scope(inputs, published)
        _tell_scope(scope, reporter)
        try:
            scope = _build_database(folder, published, kept, scope, run, reporter)
        except _OtherTables as other:
            run.start_again()
            scope = Scope(str(other), is_full=True)
            _tell_scope(scope, reporter)
            scope = _build_database(folder, published, kept, scope, run, reporter)

        def add_history(
            connection: duckdb.DuckDBPyConnection, catalog: str, row_counts: RowCounts
        ) -> None:
            finished = run.finished("published", row_counts)
            new = [*failures_since(folder.failed_runs), finished]
            write_history(connection, catalog, published, new)

        with reporter.step("publishing"):
            publish(folder.database, published, add_history)
            suites = with_earlier(run.suites, () if scope.is_full else kept.suites)
            kept.keep(folder.database, published, run.run_id, inputs, suites)
        folder.failed_runs.unlink(missing_ok=True)
        remove_database(folder.database)
    return BuildResult(
        run_id=run.run_id,
        published=published,
        report=folder.report / "index.html",
        scope=scope,
        dbt=run.dbt,
        expectation_count=sum(suite.count for suite in run.suites),
    )


def _tell_scope(scope: Scope, reporter: Reporter) -> None:
    what = "everything" if scope.is_full else "what changed" if not scope.is_empty else "nothing"
    reporter.say(f"building {what} ({scope.reason})")
    log_event("scope", what=what, reason=scope.reason)


class _OtherTables(Exception):
    """What changed makes other tables than the kept build has."""


class _Run:
    """A build under way, and what the history says of it at its end.

    Attributes:
        run_id: its identifier.
        started_at: when it began, UTC: the time at which the values it publishes become valid.
        dbt: what dbt did so far.
        suites: expectation suites checked so far.
    """

    def __init__(self) -> None:
        self.started_at = datetime.now(UTC).replace(tzinfo=None)
        self.run_id = f"{self.started_at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}"
        self.start_again()

    def start_again(self) -> None:
        self.dbt = DbtOutcome()
        self.suites: list[CheckedSuite] = []

    def finished(self, status_code: str, row_counts: RowCounts) -> Finished:
        finished_at = datetime.now(UTC).replace(tzinfo=None)
        return Finished(
            BuildRun(
                run_id=self.run_id,
                started_at=self.started_at,
                finished_at=finished_at,
                git_commit=git_commit(),
                engine_version=f"duckdb {duckdb.__version__}",
                status_code=status_code,
                model_count=self.dbt.model_count,
                test_count=self.dbt.test_count,
                failed_test_count=self.dbt.failed_test_count,
                row_count=public_row_count(row_counts),
                duration_seconds=(finished_at - self.started_at).total_seconds(),
            ),
            tuple(
                replace(each, table_row_count=row_counts.get((each.schema_name, each.table_name)))
                for each in self.dbt.model_runs
            ),
            (*self.dbt.check_results, *expectation_results(self.suites)),
        )


def _build_database(
    folder: BuildFolder,
    published: Path,
    kept: KeptBuild,
    scope: Scope,
    run: _Run,
    reporter: Reporter,
) -> Scope:
    """Build `folder.database` and check it; return what was built in the end."""
    remove_database(folder.database)
    if not scope.is_full and not kept.copy_to(folder.database):
        remove_database(folder.database)
        scope = Scope("the kept build is not as it was recorded", is_full=True)
    if scope.is_full:
        carry_snapshots(published, folder.database)
    if scope.is_empty:
        write_report(kept.suites, folder.report / "index.html")
        return scope
    only = None if scope.is_full else scope.suites
    with GateProcess(folder.report) as gate:
        gate.submit(CheckSeeds(SEEDS_FOLDER, only))
        if scope.is_full or scope.selectors:
            with reporter.step("building with dbt") as step:
                run.dbt = _run_dbt(folder, scope, run, step)
        if only is not None:
            only |= {f"{each.schema_name}.{each.table_name}" for each in run.dbt.model_runs}
        earlier = () if scope.is_full else kept.suites
        gate.submit(CheckDatabase(folder.database, only, earlier))
        with reporter.step("checking expectations"):
            for _ in ("incoming", "published"):
                run.suites += gate.outcome().suites
    return scope


def _run_dbt(folder: BuildFolder, scope: Scope, run: _Run, step: Step) -> DbtOutcome:
    """Run dbt.

    Raises:
        _OtherTables: a part was built, and a table went, came or was not built.
    """
    if scope.is_full:
        return run_dbt_build(folder, run.started_at, scope, step)
    before = _relations(folder.database)
    outcome = run_dbt_build(folder, run.started_at, scope, step)
    if unbuilt := scope.nodes - outcome.node_names:
        raise _OtherTables(f"{min(unbuilt)} is not built any more")
    if moved := before ^ _relations(folder.database):
        schema, name, _ = min(moved)
        raise _OtherTables(f"{schema}.{name} is another table than before, or gone")
    return outcome


def _relations(database: Path) -> set[tuple[str, str, str]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return set(
            connection.execute(
                "select table_schema, table_name, table_type from information_schema.tables"
            ).fetchall()
        )


@contextmanager
def _failure_recorded(folder: BuildFolder, run: _Run) -> Iterator[None]:
    """Record a build that fails, and keep what it built for whoever looks into it."""
    try:
        yield
    except WarehouseError as error:
        if isinstance(error, DbtBuildFailed):
            run.dbt = error.outcome
        if isinstance(error, GateRefused):
            run.suites += error.suites
        record_failure(folder.failed_runs, run.finished("failed", {}))
        if folder.database.exists():
            shutil.move(folder.database, folder.failed_database)
            error.add_note(f"what was built is kept in {folder.failed_database}")
        raise
