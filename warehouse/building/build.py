"""`warehouse build`: check the seeds, run dbt, pass the gate, publish."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb

from foundation.locations import SEEDS_FOLDER, sources_folder
from loaders.documents.registry import refuse_changed_texts
from loaders.files.landing import Landing
from loaders.files.large.partials import prepare_partials
from loaders.seeds.checks import check_seeds
from warehouse.building.dbt_build import DbtBuildFailed, DbtOutcome, run_dbt_build
from warehouse.building.inputs import current_inputs
from warehouse.building.last_build import KeptBuild
from warehouse.building.parquet_tables import keep_versions, load_tables
from warehouse.building.scope import Scope
from warehouse.errors import PublishFailed, WarehouseError
from warehouse.export.parquet_exports import ParquetExport
from warehouse.gates.change_gate import (
    Change,
    Tolerances,
    accepted_changes,
    find_changes,
    read_tolerances,
    refuse_changes,
)
from warehouse.gates.checked_suites import CheckedSuite, with_earlier
from warehouse.gates.expectation_report import expectation_results, write_report
from warehouse.gates.gate import CheckDatabase, CheckSeeds, GateProcess, GateRefused
from warehouse.gates.landed_batches import refuse_left_out_batches, refuse_lost_batches
from warehouse.locations import BuildFolder, landing_folder
from warehouse.published.archive import Archive
from warehouse.published.build_lock import build_lock
from warehouse.published.compaction import RowCounts
from warehouse.published.database_files import remove_database
from warehouse.published.publishing import public_row_count, publish
from warehouse.published.run_history import (
    BuildRun,
    Finished,
    failures_since,
    git_commit,
    new_run_id,
    record_failure,
    write_history,
)
from warehouse.published.snapshot_history import carry_snapshots
from warehouse.published.verification import refuse_changed, refuse_damaged
from warehouse.telling.log import log_event
from warehouse.telling.progress import Reporter, Step

ASKED_FOR = Scope("asked for", is_full=True)
FROM_PARQUET = Scope("its tables are given as Parquet", is_full=True)


@dataclass(frozen=True)
class BuildRequest:
    """What is asked of a build.

    Attributes:
        folder: where to build.
        published: the file to replace; whatever fails, it stays as it was.
        is_full: whether to build everything, whatever changed.
        accept_reason: why changes beyond tolerance are right; None where they are not accepted.
        wait_seconds: how long to wait for another build to end.
        parquet: public tables to publish that another engine built; None to build them here.
    """

    folder: BuildFolder
    published: Path
    is_full: bool = False
    accept_reason: str | None = None
    wait_seconds: float = 0
    parquet: ParquetExport | None = None


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
        changes: what moved beyond tolerance and was accepted, and what is new.
        archived_count: how many published files are kept, this one included.
        archive_error: why this one could not be kept; None where nothing went wrong.
    """

    run_id: str
    published: Path
    report: Path
    scope: Scope
    dbt: DbtOutcome
    expectation_count: int
    changes: tuple[Change, ...]
    archived_count: int
    archive_error: str | None


def build(request: BuildRequest, reporter: Reporter) -> BuildResult:
    """Build the warehouse and publish it.

    Args:
        request: what to build, and where.
        reporter: told of every step.

    Raises:
        InputError: a seed is not as declared, a source text not the registered one, or a landed
            batch is lost or not as it landed.
        LandingBusy: files are being loaded.
        WarehouseError: the folder is taken, a dbt node failed, a gate refused, or the published
            file is damaged or could not be replaced.
    """
    folder, published = request.folder, request.published
    archive = Archive(published)
    landing = Landing(landing_folder())
    lock = partial(build_lock, wait_seconds=request.wait_seconds, say=reporter.say)
    with lock(folder.lock), lock(archive.lock):
        run = _Run()
        with _failure_recorded(folder, run), landing.locked(is_shared=True):
            with reporter.step("checking seeds, loaded files and the published file"):
                check_seeds(SEEDS_FOLDER)
                refuse_changed_texts(sources_folder())
                tolerances = read_tolerances()
                history = _history_file(archive, reporter)
                if request.parquet is None:
                    landing.verify()
                    refuse_lost_batches(history, landing)
                    prepare_partials(landing)
            kept = KeptBuild(folder.kept)
            inputs = current_inputs()
            if request.parquet is not None:
                run.engine_version = request.parquet.engine_version
                scope = FROM_PARQUET
            else:
                scope = ASKED_FOR if request.is_full else kept.scope(inputs, published)
            _tell_scope(scope, reporter)
            try:
                scope = _build_database(request, history, kept, scope, run, reporter)
            except _OtherTables as other:
                run.start_again()
                scope = Scope(str(other), is_full=True)
                _tell_scope(scope, reporter)
                scope = _build_database(request, history, kept, scope, run, reporter)
            with reporter.step("comparing with the published file"):
                if request.parquet is not None and request.accept_reason is None:
                    refuse_left_out_batches(history, folder.database, landing)
                run.changes = _changes(request, history, tolerances)

            def add_history(
                connection: duckdb.DuckDBPyConnection, catalog: str, row_counts: RowCounts
            ) -> None:
                finished = run.finished("published", row_counts, request.accept_reason)
                new = [*failures_since(folder.failed_runs), finished]
                write_history(connection, catalog, history, new)

            with reporter.step("publishing"):
                publish(folder.database, published, add_history)
        suites = with_earlier(run.suites, () if scope.is_full else kept.suites)
        if request.parquet is None:
            kept.keep(folder.database, published, run.run_id, inputs, suites)
        else:
            kept.forget()
        folder.failed_runs.unlink(missing_ok=True)
        remove_database(folder.database)
        archive_error = _archived(archive)
    return BuildResult(
        run_id=run.run_id,
        published=published,
        report=folder.report / "index.html",
        scope=scope,
        dbt=run.dbt,
        expectation_count=sum(suite.count for suite in run.suites),
        changes=tuple(run.changes),
        archived_count=len(archive.builds()),
        archive_error=archive_error,
    )


def _history_file(archive: Archive, reporter: Reporter) -> Path:
    """The file whose history the build goes on with: the published one, once it proved whole.

    Where it is gone, the newest kept one. Where there is neither, a path without a file.

    Raises:
        PublishFailed: it is damaged, of a newer version, or could not be kept.
    """
    published = archive.published
    if published.exists():
        refuse_damaged(published)
        try:
            archive.settle()
        except (OSError, duckdb.Error) as error:
            raise PublishFailed(f"{published} could not be kept: {error}") from error
        return published
    builds = archive.builds()
    if not builds:
        return published
    newest = archive.file(builds[0].run_id)
    refuse_changed(builds[0], newest)
    reporter.say(f"{published} is gone: its history goes on from {newest}")
    return newest


def _changes(request: BuildRequest, history: Path, tolerances: Tolerances) -> list[Change]:
    """What moved since the build published before, and is within tolerance or accepted.

    Raises:
        ChangesRefused: it is neither.
    """
    if not history.exists():
        return []
    changes = find_changes(history, request.folder.database, tolerances)
    if request.accept_reason is None:
        refuse_changes(changes)
    return changes


def _archived(archive: Archive) -> str | None:
    """Keep what was published, and say what went wrong; the next build then tries again."""
    try:
        archive.keep_published()
    except (OSError, duckdb.Error) as error:
        return str(error)
    return None


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
        changes: what moved since the build published before.
        engine_version: of the engine whose rows are published.
    """

    def __init__(self) -> None:
        self.started_at = datetime.now(UTC).replace(tzinfo=None)
        self.engine_version = f"duckdb {duckdb.__version__}"
        self.run_id = new_run_id(self.started_at)
        self.start_again()

    def start_again(self) -> None:
        self.dbt = DbtOutcome()
        self.suites: list[CheckedSuite] = []
        self.changes: list[Change] = []

    def finished(
        self, status_code: str, row_counts: RowCounts, accept_reason: str | None = None
    ) -> Finished:
        finished_at = datetime.now(UTC).replace(tzinfo=None)
        return Finished(
            BuildRun(
                run_id=self.run_id,
                started_at=self.started_at,
                finished_at=finished_at,
                git_commit=git_commit(),
                engine_version=self.engine_version,
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
            accepted_changes(self.changes, self.started_at, accept_reason) if accept_reason else (),
        )


def _build_database(
    request: BuildRequest,
    history: Path,
    kept: KeptBuild,
    scope: Scope,
    run: _Run,
    reporter: Reporter,
) -> Scope:
    """Build the folder's database and check it; return what was built in the end."""
    folder = request.folder
    remove_database(folder.database)
    if not scope.is_full and not kept.copy_to(folder.database):
        remove_database(folder.database)
        scope = replace(scope, reason="the kept build is not as it was recorded", is_full=True)
    if scope.is_full:
        carry_snapshots(history, folder.database)
    if scope.is_empty:
        write_report(kept.suites, folder.report / "index.html")
        return scope
    only = None if scope.is_full else scope.suites
    with GateProcess(folder.report) as gate:
        gate.submit(CheckSeeds(SEEDS_FOLDER, only))
        if request.parquet is not None:
            with reporter.step("loading Parquet") as step:
                run.dbt = _load_parquet(request.parquet, folder, run, step)
        elif scope.is_full or scope.selectors:
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


def _load_parquet(parquet: ParquetExport, folder: BuildFolder, run: _Run, step: Step) -> DbtOutcome:
    """Load the tables, and go on with the snapshots; return what dbt did here and checked there."""
    made = load_tables(parquet.folder, folder, step)
    versions = keep_versions(folder, run.started_at, step)
    return replace(
        made,
        model_runs=(*made.model_runs, *versions.model_runs),
        check_results=parquet.checks,
    )


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
        try:
            yield
        except OSError as error:
            raise WarehouseError(f"the build could not go on: {error}") from error
    except WarehouseError as error:
        if isinstance(error, DbtBuildFailed):
            run.dbt = error.outcome
        if isinstance(error, GateRefused):
            run.suites += error.suites
        # A disk that is full must not hide what was wrong.
        with suppress(OSError):
            record_failure(folder.failed_runs, run.finished("failed", {}))
            if folder.database.exists():
                shutil.move(folder.database, folder.failed_database)
                error.add_note(f"what was built is kept in {folder.failed_database}")
        raise
