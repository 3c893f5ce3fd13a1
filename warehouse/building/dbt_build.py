"""`dbt build` in this process, once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.environment import variables_set
from foundation.locations import PROJECT_ROOT
from warehouse.building.scope import Scope
from warehouse.errors import BuildFailed
from warehouse.locations import BuildFolder, landing_folder
from warehouse.published.run_history import CheckResult, ModelRun
from warehouse.telling.progress import Step

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt_common.events.base_types import EventMsg

FAILURES_SHOWN = 10
# Of an error that a server of Spark's sends.
JAVA_STACK = re.compile(r"\n\s+(at [\w.$<>/@-]+\(|\.\.\. \d+ more).*")
_TESTS = ("test", "unit_test")
_TABLES = ("model", "seed", "snapshot")
_OUTCOMES = {
    "success": "passed",
    "pass": "passed",
    "fail": "failed",
    "skipped": "skipped",
    "no-op": "skipped",
    "warn": "failed",
}


@dataclass(frozen=True)
class DbtOutcome:
    """What a dbt build did.

    Attributes:
        model_runs: seeds, models and snapshots built, or to be built when something failed.
        check_results: data tests and unit tests, likewise.
        node_names: what dbt calls the seeds, models and snapshots.
    """

    model_runs: tuple[ModelRun, ...] = ()
    check_results: tuple[CheckResult, ...] = ()
    node_names: frozenset[str] = frozenset()

    @property
    def model_count(self) -> int:
        """Models built."""
        return sum(
            each.node_kind_code == "model" and each.outcome_code != "skipped"
            for each in self.model_runs
        )

    @property
    def test_count(self) -> int:
        """Data tests and unit tests run."""
        return sum(each.outcome_code != "skipped" for each in self.check_results)

    @property
    def failed_test_count(self) -> int:
        """Tests that failed, or could not be run."""
        return sum(each.outcome_code in ("failed", "errored") for each in self.check_results)


class DbtBuildFailed(BuildFailed):
    """A dbt build that failed, with what it had run by then."""

    def __init__(self, message: str, outcome: DbtOutcome) -> None:
        super().__init__(message)
        self.outcome = outcome


def run_dbt_build(
    folder: BuildFolder, started_at: datetime, scope: Scope, step: Step
) -> DbtOutcome:
    """Build seeds, models, snapshots and tests into `folder.database`.

    Args:
        folder: where to build.
        started_at: when the build began, UTC: from then on the values it finds are valid in the
            snapshots.
        scope: what to build; where that is not everything, the file holds the rest.
        step: told of every node.

    Raises:
        DbtBuildFailed: the project does not parse, or a node failed.
    """
    return run_dbt_in(folder, ["build", *_selection(scope)], step, started_at=started_at)


def run_dbt_in(
    folder: BuildFolder,
    command: Sequence[str],
    step: Step,
    *,
    landing: Path | None = None,
    started_at: datetime | None = None,
) -> DbtOutcome:
    """Run a command of dbt on `folder.database`, and then let go of the file.

    Args:
        folder: where the file is, or will be.
        command: its words, such as `snapshot`.
        step: told of every node.
        landing: the folder of users' files; the configured one unless given.
        started_at: when the build began, UTC; not given where no snapshot is taken.

    Raises:
        DbtBuildFailed: the project does not parse, or a node failed.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    settings = {
        "WAREHOUSE_BUILD_FILE": str(folder.database),
        "WAREHOUSE_LANDING_FOLDER": str(landing or landing_folder()),
    }
    if started_at is not None:
        settings["WAREHOUSE_BUILD_TIME"] = started_at.isoformat(sep=" ")
    try:
        with variables_set(settings):
            return run_dbt(command, folder.dbt_target, step)
    finally:
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def run_dbt(command: Sequence[str], target_path: Path, step: Step) -> DbtOutcome:
    """Run a command of dbt on the project, in this process.

    Args:
        command: its words, such as `build`.
        target_path: where dbt keeps its last parse.
        step: told of every node.

    Raises:
        DbtBuildFailed: the project does not parse, or a node failed.
    """

    def count_finished_nodes(event: EventMsg) -> None:
        if event.info.name == "NodeFinished":
            step.advance()

    _forget_parse_of_another_place(target_path)
    result = invoke_dbt([*command, f"--target-path={target_path}"], count_finished_nodes)
    outcome = _outcome(result)
    if not result.success:
        raise DbtBuildFailed(_failures(result), outcome)
    return outcome


def invoke_dbt(command: Sequence[str], *told: Callable[[EventMsg], None]) -> dbtRunnerResult:
    """Run a command of dbt on the project, in this process, whatever comes of it.

    Args:
        command: its words.
        told: called with every event.
    """
    from dbt.cli.main import dbtRunner

    return dbtRunner(callbacks=list(told)).invoke(
        [
            "--log-level=none",
            "--log-level-file=none",
            "--no-write-json",
            *command,
            f"--project-dir={PROJECT_ROOT}",
            f"--profiles-dir={PROJECT_ROOT}",
        ]
    )


def _forget_parse_of_another_place(target_path: Path) -> None:
    """Have dbt parse anew where the project moved: its last parse names seeds by absolute paths."""
    place = target_path / "parsed_from"
    if place.exists() and place.read_text("utf-8") == str(PROJECT_ROOT):
        return
    shutil.rmtree(target_path, ignore_errors=True)
    target_path.mkdir(parents=True)
    place.write_text(str(PROJECT_ROOT), "utf-8")


def _selection(scope: Scope) -> list[str]:
    arguments = [] if scope.is_full else ["--select", *scope.selectors]
    if not scope.has_unit_tests:
        arguments.append("--exclude-resource-type=unit_test")
    return arguments


def _outcome(result: dbtRunnerResult) -> DbtOutcome:
    results = list(getattr(result.result, "results", ()))
    tables = [each for each in results if str(each.node.resource_type) in _TABLES]
    tests = [each for each in results if str(each.node.resource_type) in _TESTS]
    return DbtOutcome(
        model_runs=tuple(
            ModelRun(
                schema_name=each.node.schema,
                table_name=each.node.alias,
                node_kind_code=str(each.node.resource_type),
                outcome_code=_outcome_code(each),
                table_row_count=None,
                duration_seconds=round(each.execution_time, 3),
            )
            for each in tables
        ),
        check_results=tuple(
            CheckResult(
                check_kind_code="unit_test" if _is_unit_test(each) else "data_test",
                check_name=_check_name(each),
                outcome_code=_outcome_code(each),
                failure_count=each.failures,
                duration_seconds=round(each.execution_time, 3),
            )
            for each in tests
        ),
        node_names=frozenset(each.node.name for each in tables),
    )


def _outcome_code(node_result: Any) -> str:
    return _OUTCOMES.get(str(node_result.status), "errored")


def _is_unit_test(node_result: Any) -> bool:
    return str(node_result.node.resource_type) == "unit_test"


def _check_name(node_result: Any) -> str:
    """Name of a test; that of a unit test, with its model's, which alone tells it apart."""
    node = node_result.node
    _, _, name_with_model = str(node.unique_id).split(".", maxsplit=2)
    return name_with_model if _is_unit_test(node_result) else str(node.name)


def _failures(result: dbtRunnerResult) -> str:
    if result.exception is not None:
        return f"dbt could not start: {result.exception}"
    failed = [
        f"{node_result.node.resource_type} {node_result.node.name}: "
        f"{JAVA_STACK.sub('', node_result.message or '')}"
        for node_result in getattr(result.result, "results", ())
        if node_result.status in ("error", "fail", "runtime error")
    ]
    shown = failed[:FAILURES_SHOWN]
    if len(failed) > len(shown):
        shown.append(f"and {len(failed) - len(shown)} more")
    return "\n  ".join([f"{len(failed)} dbt nodes failed:", *shown])
