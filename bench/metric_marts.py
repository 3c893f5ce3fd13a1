"""One plain way to the marts of programme metrics, run in a process of its own by `scale.py`.

Usage: metric_marts.py WAY FILE FOLDER. Only the library of the way is imported.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

CELL = ["metric_id", "metric_name_zh", "dimension_zh", "unit_zh"]
PLACE = ["institution_level_zh", "region_zh"]
MONTHLY = [*CELL, *PLACE, "period_start_date"]
YEARLY = [*CELL, *PLACE, "fiscal_year"]
BY_INSTITUTION = [
    *("institution_id", "metric_id", "dimension_zh", "unit_zh", "fiscal_year"),
]
NAMES = (
    "mart_programme_metrics_monthly",
    "mart_programme_metrics_yearly",
    "mart_programme_metrics_by_institution",
)


def create_table_as(file: Path, folder: Path) -> None:
    """DuckDB: the rows as a table of a database."""
    import duckdb

    database = folder / "plain.duckdb"
    database.unlink(missing_ok=True)
    config = {
        "memory_limit": os.environ["WAREHOUSE_MEMORY"],
        "threads": "2",
        "temp_directory": str(folder / "spill"),
    }
    with duckdb.connect(str(database), config=config) as connection:
        connection.execute(f"create table metrics as select * from read_parquet('{file}')")
    database.unlink()


def publish(_file: Path, folder: Path) -> None:
    """This project: the built file, compacted and swapped in as `warehouse build` does it."""
    import duckdb

    from warehouse.published.compaction import copy_compacted
    from warehouse.published.publishing import new_published_file
    from warehouse.published.table_checksums import table_checksums

    with new_published_file(folder / "published.duckdb") as new_file:
        copy_compacted(Path(os.environ["WAREHOUSE_BUILD_FILE"]), new_file)
        with duckdb.connect() as connection:
            connection.execute(f"attach '{new_file}' as new_file")
            table_checksums(connection, "new_file")
            connection.execute("detach new_file")


def polars(file: Path, folder: Path) -> None:
    """Polars, streaming."""
    import polars as pl

    rows = pl.scan_parquet(file).with_columns(fiscal_year=pl.col("period_start_date").dt.year())
    value = pl.col("metric_value")
    sums = [
        value.sum().alias("metric_value_sum"),
        value.min().alias("lowest_value"),
        value.max().alias("highest_value"),
        pl.len().alias("figure_count"),
    ]
    (folder / "polars").mkdir(exist_ok=True)
    for name, columns in zip(NAMES, (MONTHLY, YEARLY, BY_INSTITUTION), strict=True):
        rows.group_by(columns).agg(sums).sink_parquet(
            folder / "polars" / f"{name}.parquet", engine="streaming"
        )


def pandas(file: Path, folder: Path) -> None:
    """pandas, in memory."""
    import pandas as pd

    rows = pd.read_parquet(file)
    rows["fiscal_year"] = pd.to_datetime(rows["period_start_date"]).dt.year
    (folder / "pandas").mkdir(exist_ok=True)
    for name, columns in zip(NAMES, (MONTHLY, YEARLY, BY_INSTITUTION), strict=True):
        grouped = rows.groupby(columns, observed=True, dropna=False)["metric_value"]
        grouped.agg(["sum", "min", "max", "size"]).reset_index().to_parquet(
            folder / "pandas" / f"{name}.parquet"
        )


def pyspark(file: Path, folder: Path) -> None:
    """PySpark, local, with as many cores and as much memory."""
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as f

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", os.environ["WAREHOUSE_MEMORY"].replace("GB", "g"))
        .config("spark.local.dir", str(folder / "spark-local"))
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    rows = session.read.parquet(str(file)).withColumn("fiscal_year", f.year("period_start_date"))
    sums = [
        f.sum("metric_value").alias("metric_value_sum"),
        f.min("metric_value").alias("lowest_value"),
        f.max("metric_value").alias("highest_value"),
        f.count("*").alias("figure_count"),
    ]
    for name, columns in zip(NAMES, (MONTHLY, YEARLY, BY_INSTITUTION), strict=True):
        rows.groupBy(*columns).agg(*sums).write.mode("overwrite").parquet(
            str(folder / "pyspark" / name)
        )
    session.stop()


WAYS = {way.__name__: way for way in (create_table_as, publish, polars, pandas, pyspark)}

if __name__ == "__main__":
    # The folder of this script holds no library, and must not hide one.
    sys.path.pop(0)
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
