"""The expectation gate, in a process of its own: its slow import runs while dbt builds."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any

from warehouse.errors import WarehouseError
from warehouse.gates.checked_suites import CheckedSuite

if TYPE_CHECKING:
    from warehouse.gates.expectations import GateOutcome

FAILURES_SHOWN = 10


class GateRefused(WarehouseError):
    """An expectation was not met.

    Args:
        message: which.
        suites: the suites of the checkpoint, as they were checked.
    """

    exit_code = 5

    def __init__(self, message: str, suites: tuple[CheckedSuite, ...] = ()) -> None:
        super().__init__(message)
        self.suites = suites


@dataclass(frozen=True)
class CheckSeeds:
    """Ask for the `incoming` checkpoint over the seeds of a folder, or `only` some suites of it."""

    seeds_folder: Path
    only: frozenset[str] | None = None


@dataclass(frozen=True)
class CheckDatabase:
    """Ask for the `published` checkpoint over a DuckDB file, and for the report of everything.

    Attributes:
        database: the file.
        only: names of the suites to run; None for all.
        earlier: suites met by an earlier build, for the report.
    """

    database: Path
    only: frozenset[str] | None = None
    earlier: tuple[CheckedSuite, ...] = ()


class GateProcess:
    """A process that checks expectations while this one goes on.

    Args:
        report_folder: where the HTML report goes; emptied first.
    """

    def __init__(self, report_folder: Path) -> None:
        shutil.rmtree(report_folder, ignore_errors=True)
        context = multiprocessing.get_context("spawn")
        self._connection, worker_end = context.Pipe()
        self._process = context.Process(
            target=_work, args=(worker_end, report_folder), daemon=True, name="expectations"
        )
        self._process.start()
        worker_end.close()
        self._owed = 0

    def __enter__(self) -> GateProcess:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # The report of what was refused is the one that people open: let it be finished.
        is_abandoned = exception is None and self._owed > 0
        if is_abandoned or not isinstance(exception, GateRefused | None):
            self._process.terminate()
        self._connection.close()
        self._process.join()

    @property
    def process_id(self) -> int | None:
        """Id of the gate's process."""
        return self._process.pid

    def submit(self, request: CheckSeeds | CheckDatabase) -> None:
        """Hand over a request; answers come in the order of the requests."""
        try:
            self._connection.send(request)
            self._owed += 1
        except OSError:
            raise self._ended_early() from None

    def outcome(self) -> GateOutcome:
        """Wait for the next answer.

        Raises:
            GateRefused: an expectation was not met, or the gate itself failed.
        """
        try:
            answer: Any = self._connection.recv()
        except (EOFError, OSError):
            raise self._ended_early() from None
        self._owed -= 1
        if isinstance(answer, BaseException):
            raise GateRefused(f"the expectation gate failed: {answer!r}") from answer
        outcome: GateOutcome = answer
        if outcome.failures:
            raise GateRefused(_refusal(outcome), outcome.suites)
        return outcome

    def _ended_early(self) -> GateRefused:
        self._process.join()
        return GateRefused(
            f"the expectation gate's process ended early (exit code {self._process.exitcode})"
        )


def _refusal(outcome: GateOutcome) -> str:
    shown = list(outcome.failures[:FAILURES_SHOWN])
    if len(outcome.failures) > len(shown):
        shown.append(f"and {len(outcome.failures) - len(shown)} more")
    headline = f"{len(outcome.failures)} expectations of `{outcome.checkpoint}` are not met:"
    return "\n  ".join([headline, *shown])


def _end_with_parent() -> None:
    """End as soon as the build does: one that is killed leaves nobody to write its report."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _work(connection: Connection, report_folder: Path) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    from warehouse.gates.expectations import ExpectationGate

    gate = ExpectationGate(report_folder)
    while True:
        try:
            request = connection.recv()
        except (EOFError, OSError):
            return
        answer: GateOutcome | RuntimeError
        try:
            match request:
                case CheckSeeds(seeds_folder, only):
                    answer = gate.check_seeds(seeds_folder, only)
                case CheckDatabase(database, only, _):
                    answer = gate.check_database(database, only)
        except Exception as error:
            answer = RuntimeError(f"{type(error).__name__}: {error}")
        # Whoever asked may have heard enough and gone; the report is written all the same.
        with suppress(OSError):
            connection.send(answer)
        if isinstance(request, CheckDatabase):
            gate.write_report(request.earlier)
