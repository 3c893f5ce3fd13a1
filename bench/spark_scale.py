"""Measure the large path of programme metrics on DuckDB and on Spark side by side, in one run.

For each size an invented extract is landed, and then each engine, in a process of its own, sums the
landed rows and builds the same models with their data tests:

- full: nothing is summed beforehand
- increment: a further file of 1% of the rows, new months and corrections, is to be summed

After each of them the tables of both engines are compared, row by row. Of each process: seconds of
its start, its sums and its models, and the peak memory of its tree. Generated files go to a
temporary folder and are deleted. Results are written as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyspark

from bench.scale import MARTS, Measured, run_measured
from bench.synthetic_metrics import extract_of, one_percent_more, write_extract
from foundation.locations import PROJECT_ROOT, SEEDS_FOLDER
from loaders.files.landing import Landing
from loaders.files.large.partials import partials_folder
from loaders.seeds.checks import check_seeds
from warehouse.spark.seed_files import write_seed_files

ENGINES = ("duckdb", "spark")
SCRIPT = PROJECT_ROOT / "bench" / "metric_models.py"


def main() -> None:
    """Measure the sizes asked for and write the results."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    arguments.add_argument("--memory", default="2GB", help="of DuckDB, and of Spark's driver")
    arguments.add_argument("--partitions", type=int, default=8, help="of a join or sum in Spark")
    arguments.add_argument("--folder", type=Path, help="for generated files; they are deleted")
    arguments.add_argument(
        "--output", type=Path, default=PROJECT_ROOT / "bench/results/spark_scale.json"
    )
    given = arguments.parse_args()
    earlier = json.loads(given.output.read_text("utf-8")) if given.output.exists() else []
    results = {result["rows_asked"]: result for result in earlier}
    for rows in given.rows:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            bench = _SideBySide(Path(folder), rows, given.memory, given.partitions)
            results[rows] = bench.measured()
        given.output.write_text(
            json.dumps([results[size] for size in sorted(results)], indent=1) + "\n", "utf-8"
        )
        print(json.dumps(results[rows], indent=1))


class _SideBySide:
    def __init__(self, folder: Path, rows: int, memory: str, partitions: int) -> None:
        self._folder, self._asked, self._memory = folder, rows, memory
        extract = extract_of(rows)
        self._files = {
            "full": folder / "extract.parquet",
            "increment": folder / "increment.parquet",
        }
        self._rows = write_extract(self._files["full"], extract)
        self._increment_rows = write_extract(self._files["increment"], *one_percent_more(extract))
        self._landing = Landing(folder / "landing")
        self._environment = {
            "PYTHONPATH": str(PROJECT_ROOT),
            "WAREHOUSE_MEMORY": memory,
            "WAREHOUSE_LANDING_FOLDER": str(self._landing.folder),
            "WAREHOUSE_BUILD_FILE": str(folder / "built.duckdb"),
            "WAREHOUSE_SPARK_FOLDER": str(folder / "spark"),
            "WAREHOUSE_SPARK_PARTITIONS": str(partitions),
            "WAREHOUSE_SEEDS_FOLDER": str(folder / "seeds"),
        }
        write_seed_files(check_seeds(SEEDS_FOLDER), folder / "seeds")
        for engine in ENGINES:
            self._run([sys.executable, SCRIPT, engine, folder, "parse"])

    def measured(self) -> dict[str, object]:
        """Both engines, full and after the increment; the same tables each time."""
        load_before = os.getloadavg()[0]
        found = {}
        for state, path in self._files.items():
            self._run(
                [sys.executable, "-m", "warehouse", "load", path, "--as", "programme_metrics"]
            )
            for engine in ENGINES:
                self._forget_sums_of_last_load()
                found[f"{engine}_{state}"] = self._measured(engine)
            found[f"rows_compared_{state}"] = self._compare()
        return {
            "rows_asked": self._asked,
            "rows": self._rows,
            "increment_rows": self._increment_rows,
            "memory_setting": self._memory,
            "load_average": [round(load_before, 1), round(os.getloadavg()[0], 1)],
            "cores": os.cpu_count(),
            "machine": platform.machine(),
            "duckdb": duckdb.__version__,
            "spark": pyspark.__version__,
            **found,
        }

    def _forget_sums_of_last_load(self) -> None:
        last = self._landing.active()[-1]
        shutil.rmtree(partials_folder(self._landing, last.parquet_sha256))

    def _measured(self, engine: str) -> Mapping[str, float]:
        measured = self._run([sys.executable, SCRIPT, engine, self._folder])
        steps = json.loads((self._folder / "seconds.json").read_text("utf-8"))
        return {**steps, "wall": round(measured.wall_seconds, 2), "peak_bytes": measured.peak_bytes}

    def _run(self, command: list[str | Path]) -> Measured:
        return run_measured(command, {**os.environ, **self._environment})

    def _compare(self) -> int:
        """How many rows were compared.

        Raises:
            RuntimeError: a table differs between the engines.
        """
        compared = 0
        with duckdb.connect(str(self._folder / "built.duckdb"), read_only=True) as connection:
            for mart in MARTS:
                columns = ", ".join(connection.table(f"nhi.{mart}").columns)
                ours = f"select {columns} from nhi.{mart}"
                files = self._folder / "spark/tables/nhi.db" / mart / "*.parquet"
                theirs = f"select {columns} from read_parquet('{files}')"
                differing = connection.execute(
                    f"select count(*) from (({ours} except all {theirs}) "
                    f"union all ({theirs} except all {ours}))"
                ).fetchall()[0][0]
                if differing:
                    raise RuntimeError(f"{differing} rows of {mart} differ between the engines")
                compared += len(connection.sql(ours))
        return compared


if __name__ == "__main__":
    main()
