"""The sums and models of programme metrics on one engine, in a process of its own.

Usage: metric_models.py ENGINE FOLDER. Seconds of each step go to `seconds.json` in the folder. The
first time, call it with a third word, `parse`, and dbt parses the project beforehand.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import StringIO
from pathlib import Path

from rich.console import Console

from bench.scale import MODELS
from loaders.files.landing import Landing
from loaders.files.large.partials import prepare_partials
from warehouse.building.dbt_build import run_dbt
from warehouse.locations import landing_folder
from warehouse.spark.building import session_ended
from warehouse.spark.statements import spark_statements
from warehouse.spark.summing import spark_summing
from warehouse.telling.progress import Reporter

SEEDS = ("reference__units", "reference__source_documents")
SELECTED = (
    *SEEDS,
    *(f"stg_{seed}" for seed in SEEDS),
    *("stg_landing__batches", "dim_source_documents", *MODELS),
)
WITHOUT_TESTS_OF_OTHERS = (
    "--exclude-resource-type=unit_test",
    "--indirect-selection=cautious",
)


def main(engine: str, folder: Path, *, is_parse: bool) -> None:
    """Run the steps and write their seconds, or parse alone."""
    seconds: dict[str, float] = {}

    @contextmanager
    def timed(step: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        seconds[step] = round(time.monotonic() - started, 2)

    def parse() -> None:
        with reporter.step("parsing") as step:
            run_dbt(["parse", f"--target={engine}"], folder / f"dbt_{engine}", step)

    is_spark = engine == "spark"
    reporter = Reporter(Console(file=StringIO()))
    if is_parse:
        parse()
        return
    with session_ended() if is_spark else nullcontext():
        with timed("start"):
            parse()
            with spark_statements() if is_spark else nullcontext():
                pass
        with timed("sums"):
            prepare_partials(Landing(landing_folder()), spark_summing if is_spark else None)
        with timed("models"), reporter.step("building") as step:
            run_dbt(
                ["build", f"--target={engine}", *WITHOUT_TESTS_OF_OTHERS, "--select", *SELECTED],
                folder / f"dbt_{engine}",
                step,
            )
    (folder / "seconds.json").write_text(json.dumps(seconds), "utf-8")


if __name__ == "__main__":
    # The folder of this script holds no library, and must not hide one.
    sys.path.pop(0)
    main(sys.argv[1], Path(sys.argv[2]), is_parse="parse" in sys.argv[3:])
