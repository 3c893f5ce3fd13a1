"""`warehouse build`: check the seeds, run dbt, pass the gate, publish."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import duckdb

from loaders.files.landing import Landing
from loaders.files.large.partials import prepare_partials
from loaders.locations import SEEDS_FOLDER
from loaders.seed_checks import check_seeds
from warehouse.build_lock import build_lock
from warehouse.dbt_build import DbtBuildFailed, DbtCounts, run_dbt_build
from warehouse.errors import WarehouseError
from warehouse.gate import CheckDatabase, CheckSeeds, GateProcess
from warehouse.locations import BuildFolder, landing_folder
from warehouse.progress import Reporter
from warehouse.publishing import publish, remove_database
from warehouse.run_history import (
    BuildRun,
    Row,
    git_commit,
    record_failure,
    runs_before,
)
from warehouse.snapshot_history import carry_snapshots


@dataclass(frozen=True)
class BuildResult:
    """A published build.

    Attributes:
        published: the published file.
        report: entry page of the expectation report.
        dbt: nodes dbt ran.
        expectation_count: expectations checked.
    """

    published: Path
    report: Path
    dbt: DbtCounts
    expectation_count: int


def build(folder: BuildFolder, published: Path, reporter: Reporter) -> BuildResult:
    """Build the warehouse and publish it.

    Args:
        folder: where to build.
        published: the file to replace; whatever fails, it stays as it was.
        reporter: told of every step.

    Raises:
        InputError: a seed is not as declared, or a landed batch is not as it landed.
        LandingBusy: files are being loaded.
        WarehouseError: the folder is taken, a dbt node failed, the gate refused, or the published
            file could not be read or replaced.
    """
    clock = _Clock()
    landing = Landing(landing_folder())
    with (
        build_lock(folder.lock),
        _failure_recorded(folder, clock),
        landing.locked(is_shared=True),
    ):
        with reporter.step("checking seeds and loaded files"):
            check_seeds(SEEDS_FOLDER)
            landing.verify()
            prepare_partials(landing)
        remove_database(folder.database)
        carry_snapshots(published, folder.database)
        with GateProcess(folder.report) as gate:
            gate.submit(CheckSeeds(SEEDS_FOLDER))
            with reporter.step("building with dbt") as step:
                counts = run_dbt_build(folder, clock.started_at, step)
            gate.submit(CheckDatabase(folder.database))
            with reporter.step("checking expectations"):
                outcomes = [gate.outcome(), gate.outcome()]

            def runs_to_write(row_count: int) -> list[Row]:
                run = clock.run("published", counts, row_count)
                return [*runs_before(published, folder.failed_runs), run.as_row()]

            with reporter.step("publishing"):
                publish(folder.database, published, runs_to_write)
    folder.failed_runs.unlink(missing_ok=True)
    remove_database(folder.database)
    return BuildResult(
        published=published,
        report=folder.report / "index.html",
        dbt=counts,
        expectation_count=sum(outcome.expectation_count for outcome in outcomes),
    )


class _Clock:
    """When a build began, and what its row in `meta.build_runs` says at its end.

    Attributes:
        started_at: when it began, UTC: the time at which the values it publishes become valid.
    """

    def __init__(self) -> None:
        self.started_at = datetime.now(UTC).replace(tzinfo=None)
        self._run_id = f"{self.started_at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}"

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
        yield
    except WarehouseError as error:
        counts = error.counts if isinstance(error, DbtBuildFailed) else DbtCounts(0, 0, 0)
        record_failure(folder.failed_runs, clock.run("failed", counts, row_count=0))
        if folder.database.exists():
            shutil.move(folder.database, folder.failed_database)
            error.add_note(f"what was built is kept in {folder.failed_database}")
        raise
