"""`warehouse spark`, as the command line shows it."""

from __future__ import annotations

from pathlib import Path

from warehouse.export.parquet_exports import manifest_file
from warehouse.spark.building import build_on_spark
from warehouse.spark.settings import SparkSettings
from warehouse.telling.progress import Reporter, open_console


def spark(output: Path | None) -> None:
    """Build on Spark and tell what was written.

    Raises:
        InputError, WarehouseError: as `building.build_on_spark`.
    """
    settings = SparkSettings.from_environment()
    folder = (output or Path("exports") / "spark").absolute()
    console = open_console()
    built = build_on_spark(settings, folder, Reporter(console))
    row_counts = built.run.row_counts
    lines = [
        f"checks    {built.run.dbt.test_count} dbt tests and "
        f"{built.expectation_count} expectations passed",
        f"tables    {len(row_counts)} with {sum(row_counts.values()):,} rows, written by "
        f"Spark {built.run.engine_version}",
        f"files     {manifest_file(folder)} describes them",
        f"publish   warehouse publish --from-parquet {folder}",
    ]
    console.print("\n".join(lines), highlight=False, soft_wrap=True, markup=False)
