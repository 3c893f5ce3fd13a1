"""Time the whole `warehouse build` against the same work done plainly, in one run.

Three things in turn, each a whole process or two, several rounds:

- build: `warehouse build`
- plain: `dbt build`, then the expectations in a second process
- sql: the SQL dbt compiled, run straight in DuckDB

Printed are the median wall-clock seconds, the ratio of `build` to `plain` round by round, and where
the time of `build` goes by phase.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PHASE = re.compile(r"^(?P<phase>[a-z ]+): done in (?P<seconds>[\d.]+) s$", re.MULTILINE)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder))
        bench.run_all()
        bench.seconds.clear()
        bench.phases.clear()
        for _ in range(rounds):
            bench.run_all()
    _print(bench, rounds)


class _Bench:
    """The three ways to build, each with files of its own and dbt's last parse kept warm."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = folder / "plain" / "bench.duckdb"
        self._target = folder / "target"
        self.seconds: dict[str, list[float]] = {}
        self.phases: dict[str, list[float]] = {}

    def run_all(self) -> None:
        """Run each way once, in turn."""
        for way in (self._build, self._plain, self._sql):
            started = time.monotonic()
            way()
            name = way.__name__.removeprefix("_")
            self.seconds.setdefault(name, []).append(time.monotonic() - started)

    def _build(self) -> None:
        output = _run(
            [BIN / "warehouse", "build", "--output", self._folder / "warehouse.duckdb"],
            WAREHOUSE_BUILD_FOLDER=str(self._folder / "build"),
        )
        for match in PHASE.finditer(output):
            self.phases.setdefault(match["phase"], []).append(float(match["seconds"]))

    def _plain(self) -> None:
        self._database.parent.mkdir(exist_ok=True)
        self._database.unlink(missing_ok=True)
        _run(
            [BIN / "dbt", "build", "--target-path", self._target],
            WAREHOUSE_BUILD_FILE=str(self._database),
            DBT_LOG_PATH=str(self._folder / "logs"),
        )
        _run(
            [BIN / "warehouse", "gate", self._database],
            WAREHOUSE_BUILD_FOLDER=str(self._folder / "gate"),
        )

    def _sql(self) -> None:
        script = PROJECT / "bench" / "compiled_sql.py"
        _run([sys.executable, script, self._target, self._folder / "bench.duckdb"])


def _run(command: list[str | Path], **environment: str) -> str:
    return subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def _print(bench: _Bench, rounds: int) -> None:
    print(f"{rounds} rounds, wall-clock seconds")
    print(f"{'way':24}{'min':>8}{'median':>8}{'max':>8}")
    for name, seconds in bench.seconds.items():
        row = (min(seconds), statistics.median(seconds), max(seconds))
        print(f"{name:24}" + "".join(f"{figure:8.2f}" for figure in row))
    print("\nphase of `build`")
    for name, seconds in bench.phases.items():
        row = (min(seconds), statistics.median(seconds), max(seconds))
        print(f"{name:24}" + "".join(f"{figure:8.2f}" for figure in row))
    pairs = zip(bench.seconds["build"], bench.seconds["plain"], strict=True)
    ratios = [build / plain for build, plain in pairs]
    print(
        f"\nbuild / plain: {statistics.median(ratios):.2f}"
        f" (from {min(ratios):.2f} to {max(ratios):.2f}; aim at most 0.70)"
    )


if __name__ == "__main__":
    main()
