"""`warehouse build`: check the seeds, run dbt, pass the gate, publish."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb

from loaders.files.landing import Landing
from loaders.locations import SEEDS_FOLDER
from loaders.seed_checks import check_seeds
from warehouse.archive import Archive
from warehouse.build_lock import build_lock
from warehouse.change_gate import (
    ACCEPTED_CHANGES,
    ACCEPTED_COLUMNS,
    Change,
    Tolerances,
    accepted_rows,
    find_changes,
    read_tolerances,
    refuse_changes,
)
from warehouse.compaction import RowCounts
from warehouse.database_files import remove_database
from warehouse.dbt_build import DbtBuildFailed, DbtCounts, run_dbt_build
from warehouse.errors import PublishFailed, WarehouseError
from warehouse.gate import CheckDatabase, CheckSeeds, GateProcess
from warehouse.locations import BuildFolder, landing_folder
from warehouse.progress import Reporter
from warehouse.publishing import public_row_count, publish
from warehouse.run_history import (
    BUILD_RUNS,
    COLUMNS,
    BuildRun,
    git_commit,
    new_run_id,
    record_failure,
    runs_before,
)
from warehouse.snapshot_history import carry_snapshots
from warehouse.verification import refuse_changed, refuse_damaged


@dataclass(frozen=True)
class BuildRequest:
    """What is asked of a build.

    Attributes:
        folder: where to build.
        published: the file to replace; whatever fails, it stays as it was.
        accept_reason: why changes beyond tolerance are right; None where they are not accepted.
        wait_seconds: how long to wait for another build to end.
    """

    folder: BuildFolder
    published: Path
    accept_reason: str | None = None
    wait_seconds: float = 0


@dataclass(frozen=True)
class BuildResult:
    """A published build.

    Attributes:
        published: the published file.
        report: entry page of the expectation report.
        dbt: nodes dbt ran.
        expectation_count: expectations checked.
        changes: what moved beyond tolerance and was accepted, and what is new.
        kept: how many published files are kept, this one included.
        keep_error: why this one could not be kept; None where it is, or none are to be.
    """

    published: Path
    report: Path
    dbt: DbtCounts
    expectation_count: int
    changes: tuple[Change, ...]
    kept: int
    keep_error: str | None


def build(request: BuildRequest, reporter: Reporter) -> BuildResult:
    """Build the warehouse and publish it.

    Args:
        request: what to build and where.
        reporter: told of every step.

    Raises:
        InputError: a seed is not as declared, or a landed batch is not as it landed.
        LandingBusy: files are being loaded.
        WarehouseError: the folder is taken, a dbt node failed, a gate refused, or the published
            file is damaged or could not be replaced.
    """
    folder, published = request.folder, request.published
    archive = Archive(published)
    landing = Landing(landing_folder())
    lock = partial(build_lock, wait_seconds=request.wait_seconds, say=reporter.say)
    with lock(folder.lock), lock(archive.lock):
        clock = _Clock()
        with _failure_recorded(folder, clock), landing.locked(is_shared=True):
            with reporter.step("checking seeds, loaded files and the published file"):
                check_seeds(SEEDS_FOLDER)
                landing.verify()
                tolerances = read_tolerances()
                history = _history_file(archive, reporter)
            remove_database(folder.database)
            carry_snapshots(history, folder.database)
            with GateProcess(folder.report) as gate:
                gate.submit(CheckSeeds(SEEDS_FOLDER))
                with reporter.step("building with dbt") as step:
                    counts = run_dbt_build(folder, clock.started_at, step)
                gate.submit(CheckDatabase(folder.database))
                with reporter.step("checking expectations"):
                    outcomes = [gate.outcome(), gate.outcome()]
            with reporter.step("comparing with the published file"):
                changes = _changes(request, tolerances)

            def write_history(
                connection: duckdb.DuckDBPyConnection, catalog: str, row_counts: RowCounts
            ) -> None:
                run = clock.run("published", counts, public_row_count(row_counts))
                runs = [*runs_before(history, folder.failed_runs), run.as_row()]
                BUILD_RUNS.write(connection, catalog, COLUMNS, runs)
                accepted = ACCEPTED_CHANGES.rows_of(history, ACCEPTED_COLUMNS)
                if request.accept_reason:
                    accepted += accepted_rows(
                        changes, run.run_id, clock.started_at, request.accept_reason
                    )
                ACCEPTED_CHANGES.write(connection, catalog, ACCEPTED_COLUMNS, accepted)

            with reporter.step("publishing"):
                publish(folder.database, published, write_history)
        folder.failed_runs.unlink(missing_ok=True)
        remove_database(folder.database)
        keep_error = _keep(archive)
    return BuildResult(
        published=published,
        report=folder.report / "index.html",
        dbt=counts,
        expectation_count=sum(outcome.expectation_count for outcome in outcomes),
        changes=tuple(changes),
        kept=len(archive.builds()),
        keep_error=keep_error,
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


def _changes(request: BuildRequest, tolerances: Tolerances) -> list[Change]:
    """What moved since the published build, where that was accepted or is within tolerance.

    Raises:
        ChangesRefused: it was not, and is not.
    """
    if not request.published.exists():
        return []
    changes = find_changes(request.published, request.folder.database, tolerances)
    if request.accept_reason is None:
        refuse_changes(changes)
    return changes


def _keep(archive: Archive) -> str | None:
    """Keep what was published; the next build tries again where that went wrong."""
    try:
        archive.keep_published()
    except (OSError, duckdb.Error) as error:
        return str(error)
    return None


class _Clock:
    """When a build began, and what its row in `meta.build_runs` says at its end.

    Attributes:
        started_at: when it began, UTC: the time at which the values it publishes become valid.
    """

    def __init__(self) -> None:
        self.started_at = datetime.now(UTC).replace(tzinfo=None)
        self._run_id = new_run_id(self.started_at)

    def run(self, status_code: str, counts: DbtCounts, row_count: int) -> BuildRun:
        finished_at = datetime.now(UTC).replace(tzinfo=None)
        return BuildRun(
            run_id=self._run_id,
            started_at=self.started_at,
            finished_at=finished_at,
            git_commit=git_commit(),
            engine_version=f"duckdb {duckdb.__version__}",
            status_code=status_code,
            model_count=counts.model_count,
            test_count=counts.test_count,
            failed_test_count=counts.failed_test_count,
            row_count=row_count,
            duration_seconds=(finished_at - self.started_at).total_seconds(),
        )


@contextmanager
def _failure_recorded(folder: BuildFolder, clock: _Clock) -> Iterator[None]:
    """Record a build that fails, and keep what it built for whoever looks into it."""
    try:
        try:
            yield
        except OSError as error:
            raise WarehouseError(f"the build could not go on: {error}") from error
    except WarehouseError as error:
        counts = error.counts if isinstance(error, DbtBuildFailed) else DbtCounts(0, 0, 0)
        # A disk that is full must not hide what was wrong.
        with suppress(OSError):
            record_failure(folder.failed_runs, clock.run("failed", counts, row_count=0))
            if folder.database.exists():
                shutil.move(folder.database, folder.failed_database)
                error.add_note(f"what was built is kept in {folder.failed_database}")
        raise
