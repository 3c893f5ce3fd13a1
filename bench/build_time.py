"""Time `warehouse build` against the same work done plainly, in one run.

On a copy of the project, in turn, several rounds:

- full: `warehouse build --full`
- one_seed: `warehouse build` after one target of one seed changed
- no_op: `warehouse build --if-changed` after nothing changed
- dbt: `dbt build` alone, its last parse kept warm
- gate: `warehouse gate`, the expectations in a process of their own
- sql: the SQL dbt compiled, run straight in DuckDB

Printed are wall-clock and processor seconds, the ratios to `dbt` and to `dbt` and `gate` round by
round, and where the time of the builds goes by phase.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SEED = "seeds/mohw_fy107_plan/mohw_fy107_plan__kpis.csv"
TARGETS = ("×100%,83%,", "×100%,84%,")
AIMS = {"full": 0.70, "no_op": 0.15}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder))
        bench.warm_up()
        for _ in range(rounds):
            bench.run_all()
    _print(bench, rounds)


class _Bench:
    """The ways to build, each with files of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._project = folder / "project"
        self._database = folder / "plain" / "bench.duckdb"
        self._target = folder / "target"
        self.seconds: dict[str, list[float]] = {}
        self.processor_seconds: dict[str, list[float]] = {}
        self.phases: dict[str, dict[str, list[float]]] = {}
        _copy_project(self._project)
        self._database.parent.mkdir()

    def warm_up(self) -> None:
        """Let dbt parse and Python compile once."""
        self._full()
        self._dbt()

    def run_all(self) -> None:
        """Run each way once, in turn."""
        self._time("full", self._full)
        self._change_the_seed()
        self._time("one_seed", self._one_seed)
        self._time("no_op", self._no_op)
        self._time("dbt", self._dbt)
        self._time("gate", self._gate)
        self._time("sql", self._sql)

    def _time(self, name: str, way: Callable[[], dict[str, float] | None]) -> None:
        started, processor_started = time.monotonic(), _processor_seconds()
        phases = way()
        self.seconds.setdefault(name, []).append(time.monotonic() - started)
        used = _processor_seconds() - processor_started
        self.processor_seconds.setdefault(name, []).append(used)
        for phase, seconds in (phases or {}).items():
            self.phases.setdefault(name, {}).setdefault(phase, []).append(seconds)

    def _full(self) -> dict[str, float]:
        return self._build("--full", status="published")

    def _one_seed(self) -> dict[str, float]:
        return self._build(status="published")

    def _no_op(self) -> dict[str, float]:
        return self._build("--if-changed", status="unchanged")

    def _build(self, *options: str, status: str) -> dict[str, float]:
        told = json.loads(self._run([BIN / "warehouse", "build", "--json", *options]))
        if told["status"] != status:
            raise RuntimeError(f"{told['status']} instead of {status}: {told['reason']}")
        seconds: dict[str, float] = told["seconds"]
        return seconds

    def _change_the_seed(self) -> None:
        seed = self._project / SEED
        text = seed.read_text("utf-8")
        old, new = TARGETS if TARGETS[0] in text else reversed(TARGETS)
        if text.count(old) != 1:
            raise RuntimeError(f"{old} stands {text.count(old)} times in {SEED}")
        seed.write_text(text.replace(old, new), "utf-8")

    def _dbt(self) -> None:
        self._database.unlink(missing_ok=True)
        self._run([BIN / "dbt", "build", "--target-path", self._target])

    def _gate(self) -> None:
        self._run([BIN / "warehouse", "gate", self._database])

    def _sql(self) -> None:
        script = PROJECT / "bench" / "compiled_sql.py"
        self._run([sys.executable, script, self._target, self._folder / "bench.duckdb"])

    def _run(self, command: list[str | Path]) -> str:
        environment = {
            "PYTHONPATH": str(self._project),
            "WAREHOUSE_FILE": str(self._folder / "warehouse.duckdb"),
            "WAREHOUSE_BUILD_FOLDER": str(self._folder / "build"),
            "WAREHOUSE_LANDING_FOLDER": str(self._folder / "landing"),
            "WAREHOUSE_BUILD_FILE": str(self._database),
            "DBT_LOG_PATH": str(self._folder / "logs"),
        }
        return subprocess.run(
            command,
            cwd=self._project,
            env={**os.environ, **environment},
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ).stdout


def _processor_seconds() -> float:
    """Processor time of every process run so far: on a busy machine it says more than a clock."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _copy_project(folder: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / name, folder / name)


def _print(bench: _Bench, rounds: int) -> None:
    print(f"{rounds} rounds, wall-clock seconds")
    print(f"{'way':34}{'min':>8}{'median':>8}{'max':>8}")
    for name, seconds in bench.seconds.items():
        _print_row(name, seconds)
    print("\nprocessor seconds")
    for name, seconds in bench.processor_seconds.items():
        _print_row(name, seconds)
    for name, phases in bench.phases.items():
        print(f"\nphase of `{name}`")
        for phase, seconds in phases.items():
            _print_row(phase, seconds)
    for unit, seconds_of in (
        ("wall-clock", bench.seconds),
        ("processor", bench.processor_seconds),
    ):
        print(f"\nratios of {unit} seconds")
        _print_ratios(seconds_of)
    print(f"aims: full / (dbt + gate) {AIMS['full']}, no_op / full {AIMS['no_op']}")


def _print_ratios(seconds_of: dict[str, list[float]]) -> None:
    dbt, gate = seconds_of["dbt"], seconds_of["gate"]
    plain = [first + second for first, second in zip(dbt, gate, strict=True)]
    for name in ("full", "one_seed", "no_op"):
        _print_ratio(f"{name} / dbt", seconds_of[name], dbt)
        _print_ratio(f"{name} / (dbt + gate)", seconds_of[name], plain)
    _print_ratio("no_op / full", seconds_of["no_op"], seconds_of["full"])


def _print_row(name: str, seconds: list[float]) -> None:
    row = (min(seconds), statistics.median(seconds), max(seconds))
    print(f"{name:34}" + "".join(f"{figure:8.2f}" for figure in row))


def _print_ratio(name: str, seconds: list[float], reference: list[float]) -> None:
    ratios = [one / other for one, other in zip(seconds, reference, strict=True)]
    print(
        f"{name:34}{statistics.median(ratios):8.2f} (from {min(ratios):.2f} to {max(ratios):.2f})"
    )


if __name__ == "__main__":
    main()
