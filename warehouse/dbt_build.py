"""`dbt build` in this process, once."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from loaders.locations import PROJECT_ROOT
from warehouse.errors import BuildFailed
from warehouse.locations import BuildFolder, landing_folder
from warehouse.progress import Step

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt_common.events.base_types import EventMsg

FAILURES_SHOWN = 10


@dataclass(frozen=True)
class DbtCounts:
    """Nodes a dbt build ran.

    Attributes:
        model_count: models built.
        test_count: data tests and unit tests run.
        failed_test_count: those that failed.
    """

    model_count: int
    test_count: int
    failed_test_count: int


class DbtBuildFailed(BuildFailed):
    """A dbt build that failed, with what it had run by then."""

    def __init__(self, message: str, counts: DbtCounts) -> None:
        super().__init__(message)
        self.counts = counts


def run_dbt_build(folder: BuildFolder, started_at: datetime, step: Step) -> DbtCounts:
    """Build every seed, model, snapshot and test into `folder.database`.

    Args:
        folder: where to build.
        started_at: when the build began, UTC: from then on the values it finds are valid in the
            snapshots.
        step: told of every node.

    Raises:
        DbtBuildFailed: the project does not parse, or a node failed.
    """
    os.environ["WAREHOUSE_BUILD_FILE"] = str(folder.database)
    os.environ["WAREHOUSE_LANDING_FOLDER"] = str(landing_folder())
    os.environ["WAREHOUSE_BUILD_TIME"] = started_at.isoformat(sep=" ")
    from dbt.cli.main import dbtRunner

    def count_finished_nodes(event: EventMsg) -> None:
        if event.info.name == "NodeFinished":
            step.advance()

    runner = dbtRunner(callbacks=[count_finished_nodes])
    result = runner.invoke(
        [
            "--log-level=none",
            "--log-level-file=none",
            "--no-write-json",
            "build",
            f"--project-dir={PROJECT_ROOT}",
            f"--profiles-dir={PROJECT_ROOT}",
            f"--target-path={folder.dbt_target}",
        ]
    )
    _close_dbt_connections()
    counts = _counts(result)
    if not result.success:
        raise DbtBuildFailed(_failures(result), counts)
    return counts


def _close_dbt_connections() -> None:
    """Let go of the built file, so that another process may open it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _counts(result: dbtRunnerResult) -> DbtCounts:
    by_type: Counter[str] = Counter()
    failed_test_count = 0
    for node_result in getattr(result.result, "results", ()):
        node_type = str(node_result.node.resource_type)
        if node_result.status == "skipped":
            continue
        by_type[node_type] += 1
        if node_type in ("test", "unit_test") and node_result.status != "pass":
            failed_test_count += 1
    return DbtCounts(
        model_count=by_type["model"],
        test_count=by_type["test"] + by_type["unit_test"],
        failed_test_count=failed_test_count,
    )


def _failures(result: dbtRunnerResult) -> str:
    if result.exception is not None:
        return f"dbt could not start: {result.exception}"
    failed = [
        f"{node_result.node.resource_type} {node_result.node.name}: {node_result.message}"
        for node_result in getattr(result.result, "results", ())
        if node_result.status in ("error", "fail", "runtime error")
    ]
    shown = failed[:FAILURES_SHOWN]
    if len(failed) > len(shown):
        shown.append(f"and {len(failed) - len(shown)} more")
    return "\n  ".join([f"{len(failed)} dbt nodes failed:", *shown])
