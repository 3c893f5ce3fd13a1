"""`warehouse build`: check the seeds, make the tables, pass the gates, publish."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import duckdb

from foundation.locations import SEEDS_FOLDER, sources_folder
from loaders.documents.registry import refuse_changed_texts
from loaders.files.landing import Landing
from loaders.seeds.checks import check_seeds
from warehouse.building.dbt_build import DbtOutcome
from warehouse.building.dbt_tables import DbtTables
from warehouse.building.parquet_tables import ParquetTables
from warehouse.building.run import Run, failure_recorded
from warehouse.building.scope import Scope
from warehouse.errors import PublishFailed
from warehouse.export.parquet_exports import ParquetExport
from warehouse.gates.change_gate import (
    Change,
    Tolerances,
    find_changes,
    read_tolerances,
    refuse_changes,
)
from warehouse.locations import BuildFolder, landing_folder
from warehouse.published.archive import Archive
from warehouse.published.build_lock import build_lock
from warehouse.published.compaction import RowCounts
from warehouse.published.database_files import remove_database
from warehouse.published.publishing import publish
from warehouse.published.run_history import failures_since, write_history
from warehouse.published.verification import refuse_changed, refuse_damaged
from warehouse.telling.progress import Reporter


class Tables(Protocol):
    """How the tables of a build come to be, from its inputs or from what another engine made."""

    engine_version: str

    def prepare(self, history: Path) -> None: ...

    def make(self, run: Run, history: Path, reporter: Reporter) -> Scope: ...

    def refuse_losses(self, history: Path) -> None: ...

    def keep(self, run: Run, scope: Scope) -> None: ...


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
    tables = _tables(request, landing)
    with lock(folder.lock), lock(archive.lock):
        run = Run(folder, tables.engine_version)
        with failure_recorded(run), landing.locked(is_shared=True):
            with reporter.step("checking seeds, loaded files and the published file"):
                check_seeds(SEEDS_FOLDER)
                refuse_changed_texts(sources_folder())
                tolerances = read_tolerances()
                history = _history_file(archive, reporter)
                tables.prepare(history)
            scope = tables.make(run, history, reporter)
            with reporter.step("comparing with the published file"):
                if request.accept_reason is None:
                    tables.refuse_losses(history)
                run.changes = _changes(request, history, tolerances)

            def add_history(
                connection: duckdb.DuckDBPyConnection, catalog: str, row_counts: RowCounts
            ) -> None:
                finished = run.finished("published", row_counts, request.accept_reason)
                new = [*failures_since(folder.failed_runs), finished]
                write_history(connection, catalog, history, new)

            with reporter.step("publishing"):
                publish(folder.database, published, add_history)
        tables.keep(run, scope)
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


def _tables(request: BuildRequest, landing: Landing) -> Tables:
    if request.parquet is not None:
        return ParquetTables(request.parquet, request.folder, landing)
    return DbtTables(request.folder, request.published, landing, is_full=request.is_full)


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
