"""What sums the rows of a batch: any engine of SQL, such as DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb

from foundation.sql_text import quoted

# The view of a batch's rows, in every engine.
ROWS = "batch_rows"
FIGURE = "metric_value"
EXACT_FIGURE = f"cast({FIGURE} as decimal(24, 6))"


class SummingEngine(Protocol):
    """Runs the queries of `partials.py`, whose SQL every such engine reads alike."""

    @property
    def addend(self) -> str:
        """A figure of the rows as it is summed: exactly, whatever the sum."""

    def parquet(self, place: Path) -> str:
        """A Parquet file, or a folder of such files, as a relation to select from."""

    def read_rows(self, query: str) -> None:
        """Make the view `ROWS` of a query."""

    def fetch(self, query: str) -> Sequence[Sequence[Any]]:
        """The rows of a query."""

    def write(self, query: str, folder: Path) -> None:
        """Write a query as Parquet into a folder, in place of what it holds."""

    def write_years(self, query: str, rows: str, folder: Path) -> None:
        """Write a query of groups that each lie within a year, likewise.

        Args:
            query: with `{rows}` where the rows stand.
            rows: the relation of these rows, with `month_start_date`.
            folder: where to write.
        """


class DuckDBSumming:
    """Sums within `WAREHOUSE_MEMORY`: the rows are in order of months, and a year's groups fit."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    @property
    def addend(self) -> str:
        """Sums of whole numbers are exact, and faster, before they become decimals."""
        types = {name: kind for name, kind, *_ in self.fetch(f"describe {ROWS}")}
        return FIGURE if "INT" in types[FIGURE] else EXACT_FIGURE

    def parquet(self, place: Path) -> str:
        files = place if place.is_file() else place / "*.parquet"
        return f"read_parquet({quoted(files)})"

    def read_rows(self, query: str) -> None:
        self._connection.execute(f"create or replace temp view {ROWS} as {query}")

    def fetch(self, query: str) -> Sequence[Sequence[Any]]:
        return self._connection.execute(query).fetchall()

    def write(self, query: str, folder: Path) -> None:
        self._copy(query, folder / "all.parquet")

    def write_years(self, query: str, rows: str, folder: Path) -> None:
        for year in self._years():
            days = f"date '{year:04}-01-01' and date '{year:04}-12-31'"
            of_year = f"(select * from {rows} where month_start_date between {days})"
            self._copy(query.format(rows=of_year), folder / f"{year:04}.parquet")

    def _years(self) -> list[int]:
        """The years of the rows; of a batch without such rows any one, so that its files exist."""
        years = self.fetch(
            "select distinct cast(year(month_start_date) as integer) as fiscal_year "
            f"from (select distinct month_start_date from {ROWS}) order by fiscal_year"
        )
        return [year for (year,) in years] or [1]

    def _copy(self, query: str, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        self._connection.execute(
            f"copy ({query}) to {quoted(path)} (format parquet, compression lz4_raw)"
        )
