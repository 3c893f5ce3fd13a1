"""Public tables of a Spark session, written as one Parquet file each."""

from __future__ import annotations

import shutil
from pathlib import Path

from warehouse.locations import PUBLIC_SCHEMAS


def write_public_tables(folder: Path) -> dict[str, int]:
    """Write every table of the public schemas into `folder`, as `schema.table.parquet`.

    Args:
        folder: on a file system that Spark's processes and this one share.

    Returns:
        The rows of each, by `schema.table`.
    """
    from pyspark.sql import SparkSession

    session = SparkSession.builder.getOrCreate()
    row_counts = {}
    for schema in PUBLIC_SCHEMAS:
        for table in session.catalog.listTables(schema):
            if table.isTemporary:
                continue
            name = f"{schema}.{table.name}"
            frame = session.table(name)
            parts = folder / f"{name}.parts"
            frame.coalesce(1).write.option("compression", "zstd").parquet(parts.as_uri())
            [part] = parts.glob("part-*.parquet")
            part.rename(folder / f"{name}.parquet")
            shutil.rmtree(parts)
            row_counts[name] = frame.count()
    return row_counts
