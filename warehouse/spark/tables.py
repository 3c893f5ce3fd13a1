"""Tables in Spark's catalogue, written as one Parquet file each."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from warehouse.spark.statements import SparkStatements


def write_tables(
    statements: SparkStatements, tables: Sequence[str], shared: Path, output: Path
) -> dict[str, int]:
    """Have Spark write tables, and put each into `output` as `schema.table.parquet`.

    Args:
        statements: of Spark.
        tables: their names, as `schema.table`.
        shared: a folder that Spark and this process see, for what passes from one to the other.
        output: a folder that Spark need not see.

    Returns:
        The rows of each.
    """
    row_counts = {}
    for table in tables:
        written = write_one_file(statements, table, shared / table)
        file = output / f"{table}.parquet"
        shutil.move(written, file)
        row_counts[table] = pq.read_metadata(file).num_rows
    shutil.rmtree(shared, ignore_errors=True)
    return row_counts


def write_one_file(statements: SparkStatements, table: str, folder: Path) -> Path:
    """Have Spark write the rows of a table as one Parquet file.

    Args:
        statements: of Spark.
        table: its name, as `schema.table`.
        folder: the file is to be in; what is there is replaced.

    Returns:
        Where the file is.

    Raises:
        FileNotFoundError: Spark wrote it where this process does not see it.
    """
    statements.write_parquet(f"select /*+ coalesce(1) */ * from {table}", folder)
    for part in folder.glob("part-*.parquet"):
        return part
    raise FileNotFoundError(folder)
