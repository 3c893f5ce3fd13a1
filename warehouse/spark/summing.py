"""Sums of landed batches on Spark, by the queries of `loaders.files.large.partials`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from loaders.files.large.summing import EXACT_FIGURE, ROWS, SummingEngine
from warehouse.spark.statements import SparkStatements, parquet_at, spark_statements


@contextmanager
def spark_summing() -> Iterator[SummingEngine]:
    """Spark as dbt connects to it.

    Raises:
        NotConnected: dbt cannot connect.
    """
    with spark_statements() as statements:
        yield SparkSumming(statements)


class SparkSumming:
    """Sums on every core and executor; what does not fit into memory spills."""

    # A sum of whole numbers would overflow in silence.
    addend = EXACT_FIGURE

    def __init__(self, statements: SparkStatements) -> None:
        self._statements = statements

    def parquet(self, place: Path) -> str:
        return parquet_at(place)

    def read_rows(self, query: str) -> None:
        self._statements.run(f"create or replace temp view {ROWS} as {query}")

    def fetch(self, query: str) -> Sequence[Sequence[Any]]:
        return self._statements.fetch(query)

    def write(self, query: str, folder: Path) -> None:
        self._statements.write_parquet(query, folder)

    def write_years(self, query: str, rows: str, folder: Path) -> None:
        self.write(query.format(rows=rows), folder)
