"""Measure the large path of programme metrics against plain ways to the same tables, in one run.

For each size an invented extract is written, and then, each in a process of its own:

- create_table_as: DuckDB's `create table as select * from` the file, and nothing else
- load: `warehouse load`, with every check, landing and partial aggregates
- build: the models of this path by dbt with their data tests, and publishing what they give
- floor: the same build with nothing loaded: what dbt needs to start
- polars, pandas, pyspark: the three marts from the same file, without any check
- increment: load and build after a further file of 1% of the rows, new months and corrections
- queries: ten queries on the published marts, and the same on the Parquet file

Of each: wall-clock and CPU seconds, and the peak memory of its process tree. Generated files go to
a temporary folder and are deleted. Results are written as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import polars as pl

from bench.metric_queries import QUERIES
from bench.synthetic_metrics import extract_of, one_percent_more, write_extract
from loaders.files.landing import Landing

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MARTS = (
    "mart_programme_metrics_monthly",
    "mart_programme_metrics_yearly",
    "mart_programme_metrics_by_institution",
    "dim_institutions",
)
MODELS = (
    *("stg_landing__metric_months", "stg_landing__institutions"),
    *("int_nhi__months_contested", "int_nhi__institution_years_recounted"),
    *("int_nhi__metric_months_recounted", "int_nhi__metric_months_merged", *MARTS),
)
PANDAS_UP_TO_ROWS = 10_000_000


@dataclass(frozen=True)
class Measured:
    """What one process needed: seconds, and bytes at its peak with all its children."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


def main() -> None:
    """Measure the sizes asked for and write the results."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--memory", default="2GB", help="of every engine")
    arguments.add_argument("--spark-python", type=Path, help="a Python that has pyspark")
    arguments.add_argument("--folder", type=Path, help="for generated files; they are deleted")
    arguments.add_argument("--output", type=Path, default=PROJECT / "bench/results/scale.json")
    given = arguments.parse_args()
    earlier = json.loads(given.output.read_text("utf-8")) if given.output.exists() else []
    results = {result["rows_asked"]: result for result in earlier}
    for rows in given.rows:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            bench = _Bench(Path(folder), rows, given.memory, given.spark_python)
            results[rows] = bench.measured(given.rounds)
        _write(given.output, [results[size] for size in sorted(results)])
        print(json.dumps(results[rows], indent=1))


class _Bench:
    def __init__(self, folder: Path, rows: int, memory: str, spark_python: Path | None) -> None:
        self._folder, self._asked, self._memory = folder, rows, memory
        self._spark_python = spark_python
        self._file, self._increment = folder / "extract.parquet", folder / "increment.parquet"
        extract = extract_of(rows)
        self._rows = write_extract(self._file, extract)
        self._increment_rows = write_extract(self._increment, *one_percent_more(extract))
        self._environment = {
            "PYTHONPATH": str(PROJECT),
            "WAREHOUSE_MEMORY": memory,
            "WAREHOUSE_LANDING_FOLDER": str(folder / "landing"),
            "WAREHOUSE_BUILD_FILE": str(folder / "built.duckdb"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }

    def measured(self, rounds: int) -> dict[str, object]:
        """Every way, `rounds` times in turn."""
        ways: dict[str, Callable[[], Measured]] = {
            "create_table_as": lambda: self._script("create_table_as"),
            "polars": lambda: self._script("polars"),
        }
        if self._asked <= PANDAS_UP_TO_ROWS:
            ways["pandas"] = lambda: self._script("pandas")
        if self._spark_python:
            ways["pyspark"] = lambda: self._script("pyspark", self._spark_python)
        self._prepare_build()
        found: dict[str, list[Measured]] = {}
        load_before = os.getloadavg()[0]
        for _ in range(rounds):
            for name, way in ways.items():
                found.setdefault(name, []).append(way())
            for name, one in self._own_way().items():
                found.setdefault(name, []).append(one)
        medians = {name: _median(each) for name, each in found.items()}
        return {
            "rows_asked": self._asked,
            "rows": self._rows,
            "increment_rows": self._increment_rows,
            "file_bytes": self._file.stat().st_size,
            "published_bytes": (self._folder / "published.duckdb").stat().st_size,
            "rounds": rounds,
            "memory_setting": self._memory,
            "load_average": [round(load_before, 1), round(os.getloadavg()[0], 1)],
            "cores": os.cpu_count(),
            "machine": platform.machine(),
            "duckdb": duckdb.__version__,
            "polars": pl.__version__,
            "ways": {name: asdict(one) for name, one in medians.items()},
            "ratios": _ratios(found),
            "queries": self._queries(),
        }

    def _own_way(self) -> dict[str, Measured]:
        shutil.rmtree(self._folder / "landing", ignore_errors=True)
        floor = self._build()
        load = self._load(self._file)
        build = self._build()
        self._compare_with_polars()
        more = self._load(self._increment)
        rebuild = self._build()
        return {
            "floor": floor,
            "load": load,
            "build": build,
            "increment_load": more,
            "increment_build": rebuild,
        }

    def _load(self, path: Path) -> Measured:
        return self._run([BIN / "warehouse", "load", path, "--as", "programme_metrics"])

    def _prepare_build(self) -> None:
        """Everything this path reads of the other models, and dbt's first parse."""
        self._run(self._dbt("seed", "reference__units", "reference__source_documents"))
        upstream = ("stg_reference__units", "stg_reference__source_documents")
        self._run(self._dbt("run", *upstream, "stg_landing__batches", "dim_source_documents"))

    def _build(self) -> Measured:
        dbt = self._run(
            [*self._dbt("build", "stg_landing__batches", "dim_source_documents", *MODELS)]
        )
        publish = self._script("publish")
        return Measured(
            dbt.wall_seconds + publish.wall_seconds,
            dbt.cpu_seconds + publish.cpu_seconds,
            max(dbt.peak_bytes, publish.peak_bytes),
        )

    def _dbt(self, command: str, *selected: str) -> list[str | Path]:
        without = (
            ["--exclude-resource-type", "unit_test", "--indirect-selection", "cautious"]
            if command == "build"
            else []
        )
        return [
            BIN / "dbt",
            command,
            "--quiet",
            "--profiles-dir",
            ".",
            *without,
            "--select",
            *selected,
        ]

    def _script(self, way: str, python: Path | None = None) -> Measured:
        script = PROJECT / "bench" / "metric_marts.py"
        return self._run([python or sys.executable, script, way, self._file, self._folder])

    def _run(self, command: Sequence[str | Path]) -> Measured:
        return run_measured(command, {**os.environ, **self._environment})

    def _compare_with_polars(self) -> None:
        """The sums of this path are those that Polars gave: a fast wrong answer is none.

        Raises:
            RuntimeError: they differ.
        """
        columns = "metric_id, sum(metric_value_sum), min(lowest_value), max(highest_value)"
        with duckdb.connect(str(self._folder / "published.duckdb"), read_only=True) as connection:
            for mart in MARTS[:3]:
                query = f"select {columns} from {{}} group by all order by all"
                plain = f"read_parquet('{self._folder / 'polars' / mart}.parquet')"
                ours = connection.execute(query.format(f"nhi.{mart}")).fetchall()
                if ours != connection.execute(query.format(plain)).fetchall():
                    raise RuntimeError(f"{mart} has other sums than Polars gives")

    def _queries(self) -> dict[str, dict[str, float]]:
        """Median seconds of each query: on the marts, and on the file in DuckDB and Polars."""
        Landing(self._folder / "landing").unload(self._batch_of_increment())
        self._build()
        rows = f"read_parquet('{self._file}')"
        with (
            duckdb.connect(str(self._folder / "published.duckdb"), read_only=True) as published,
            duckdb.connect(config={"memory_limit": self._memory}) as plain,
        ):
            context = pl.SQLContext(metrics=pl.scan_parquet(self._file))
            plain.execute(f"create view metrics as select * from {rows}")
            return {
                query.name: {
                    "published": _seconds(lambda q=query: published.execute(q.on_marts).fetchall()),
                    "duckdb_parquet": _seconds(lambda q=query: plain.execute(q.on_rows).fetchall()),
                    "polars_parquet": _seconds(
                        lambda q=query: context.execute(q.on_rows).collect(engine="streaming")
                    ),
                }
                for query in QUERIES
            }

    def _batch_of_increment(self) -> str:
        return Landing(self._folder / "landing").active()[-1].batch_id


def run_measured(command: Sequence[str | Path], environment: Mapping[str, str]) -> Measured:
    """Run a process and measure it with its children.

    Raises:
        RuntimeError: it failed.
    """
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=PROJECT,
            env=dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        peak = _Peak(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        peak.stop()
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{command}: {output.read().decode(errors='replace')[-3000:]}")
    # Not `ru_maxrss`: a child begins with the peak of the process that started it.
    return Measured(wall, usage.ru_utime + usage.ru_stime, peak.bytes)


class _Peak(threading.Thread):
    """Adds up the resident memory of a process tree twenty times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._ended, self.bytes = pid, threading.Event(), 0
        self.start()

    def run(self) -> None:
        while not self._ended.wait(0.05):
            self.bytes = max(self.bytes, sum(_resident(pid) for pid in _tree(self._pid)))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += _tree(int(child))
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _seconds(run: Callable[[], object], times: int = 3) -> float:
    found = []
    for _ in range(times):
        started = time.monotonic()
        run()
        found.append(time.monotonic() - started)
    return round(statistics.median(found), 4)


def _median(measured: Sequence[Measured]) -> Measured:
    return Measured(
        round(statistics.median(one.wall_seconds for one in measured), 2),
        round(statistics.median(one.cpu_seconds for one in measured), 2),
        max(one.peak_bytes for one in measured),
    )


def _ratios(found: Mapping[str, Sequence[Measured]]) -> dict[str, float]:
    """Medians of the ratios within a round, of wall-clock and of CPU seconds."""

    def ratio(above: Sequence[str], below: Sequence[str], unit: str, *, is_net: bool) -> float:
        def seconds(names: Sequence[str], number: int) -> float:
            total = sum(getattr(found[name][number], unit) for name in names)
            floor = getattr(found["floor"][number], unit)
            return total - floor if is_net and any("build" in name for name in names) else total

        rounds = range(len(found["load"]))
        return round(statistics.median(seconds(above, n) / seconds(below, n) for n in rounds), 3)

    ours, more = ("load", "build"), ("increment_load", "increment_build")
    ratios = {}
    for unit in ("wall_seconds", "cpu_seconds"):
        for is_net in (False, True):
            suffix = f"{'_without_floor' if is_net else ''}_{unit.split('_')[0]}"
            for name in ("create_table_as", "polars", "pandas", "pyspark"):
                if name in found:
                    ratios[f"own_to_{name}{suffix}"] = ratio(ours, (name,), unit, is_net=is_net)
            ratios[f"increment_to_full{suffix}"] = ratio(more, ours, unit, is_net=is_net)
    return ratios


def _write(path: Path, results: Sequence[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
