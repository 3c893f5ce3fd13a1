"""A build under way: what it did so far, and what is recorded of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from foundation.locations import SEEDS_FOLDER
from warehouse.building.dbt_build import DbtBuildFailed, DbtOutcome
from warehouse.building.scope import Scope
from warehouse.errors import WarehouseError
from warehouse.gates.change_gate import Change, accepted_changes
from warehouse.gates.checked_suites import CheckedSuite
from warehouse.gates.expectation_report import expectation_results
from warehouse.gates.gate import CheckDatabase, CheckSeeds, GateProcess, GateRefused
from warehouse.locations import BuildFolder
from warehouse.published.compaction import RowCounts
from warehouse.published.database_files import remove_database
from warehouse.published.publishing import public_row_count
from warehouse.published.run_history import (
    BuildRun,
    Finished,
    git_commit,
    new_run_id,
    record_failure,
)
from warehouse.published.snapshot_history import carry_snapshots
from warehouse.telling.log import log_event
from warehouse.telling.progress import Reporter, Step


class Run:
    """A build under way, and what the history says of it at its end.

    Args:
        folder: where it builds.
        engine_version: of the engine whose rows it publishes.

    Attributes:
        run_id: its identifier.
        started_at: when it began, UTC: the time at which the values it publishes become valid.
        dbt: what dbt did so far.
        suites: expectation suites checked so far.
        changes: what moved since the build published before.
    """

    def __init__(self, folder: BuildFolder, engine_version: str) -> None:
        self.folder = folder
        self.started_at = datetime.now(UTC).replace(tzinfo=None)
        self._engine_version = engine_version
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
                engine_version=self._engine_version,
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


def make_everything(
    run: Run, history: Path, doing: str, make: Callable[[Step], DbtOutcome], reporter: Reporter
) -> None:
    """Make the folder's database anew, and pass it through the gate.

    Args:
        run: the build; what is done is noted there.
        history: the file whose snapshots go on; there may be none.
        doing: what the making is called.
        make: makes the tables.
        reporter: told of every step.
    """
    remove_database(run.folder.database)
    carry_snapshots(history, run.folder.database)
    with GateProcess(run.folder.report) as gate:
        gate.submit(CheckSeeds(SEEDS_FOLDER))
        with reporter.step(doing) as step:
            run.dbt = make(step)
        gate.submit(CheckDatabase(run.folder.database))
        pass_gate(gate, run, reporter)


def make_part(
    run: Run,
    scope: Scope,
    earlier: tuple[CheckedSuite, ...],
    make: Callable[[], str | None],
    reporter: Reporter,
) -> str | None:
    """Build a part of the folder's database, and pass that through the gate.

    Args:
        run: the build; what is done is noted there.
        scope: the part.
        earlier: what the gate found of the rest.
        make: builds it; gives the reason where a part is not enough.
        reporter: told of every step.

    Returns:
        The reason why everything must be built; None where the part is enough.
    """
    with GateProcess(run.folder.report) as gate:
        gate.submit(CheckSeeds(SEEDS_FOLDER, scope.suites))
        if reason := make():
            return reason
        built = {f"{each.schema_name}.{each.table_name}" for each in run.dbt.model_runs}
        gate.submit(CheckDatabase(run.folder.database, scope.suites | built, earlier))
        pass_gate(gate, run, reporter)
    return None


def pass_gate(gate: GateProcess, run: Run, reporter: Reporter) -> None:
    """Wait for what the gate finds of the seeds and of the database.

    Raises:
        GateRefused: an expectation is not met.
    """
    with reporter.step("checking expectations"):
        for _ in ("incoming", "published"):
            run.suites += gate.outcome().suites


def tell_scope(scope: Scope, reporter: Reporter) -> None:
    """Tell how much is built, and why."""
    what = "everything" if scope.is_full else "what changed" if not scope.is_empty else "nothing"
    reporter.say(f"building {what} ({scope.reason})")
    log_event("scope", what=what, reason=scope.reason)


@contextmanager
def failure_recorded(run: Run) -> Iterator[None]:
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
            record_failure(run.folder.failed_runs, run.finished("failed", {}))
            if run.folder.database.exists():
                shutil.move(run.folder.database, run.folder.failed_database)
                error.add_note(f"what was built is kept in {run.folder.failed_database}")
        raise
