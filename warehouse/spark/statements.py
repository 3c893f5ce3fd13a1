"""Statements of SQL where the profile's target `spark` runs them, whatever its method."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from warehouse.building.dbt_build import invoke_dbt
from warehouse.spark.refusals import NotConnected, StatementFailed, first_line
from warehouse.spark.settings import TARGET


class SparkStatements:
    """Runs statements one after another, in one session."""

    def __init__(self, adapter: Any) -> None:
        self._adapter = adapter

    def run(self, statement: str) -> None:
        """Run a statement that gives no rows.

        Raises:
            StatementFailed: Spark could not run it.
        """
        self._execute(statement, fetch=False)

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query.

        Raises:
            StatementFailed: Spark could not run it.
        """
        return [tuple(row) for row in self._execute(query, fetch=True).rows]

    def _execute(self, statement: str, *, fetch: bool) -> Any:
        try:
            _, table = self._adapter.execute(statement, fetch=fetch)
        except Exception as error:
            # dbt lets through what Java, Python's bridge to it, and Thrift each raise.
            raise StatementFailed(first_line(error)) from error
        return table

    def write_parquet(self, query: str, folder: Path) -> None:
        """Write the rows of a query into a folder, as Parquet."""
        place = str(folder).replace("\\", "\\\\").replace("'", "\\'")
        self.run(
            f"insert overwrite directory 'file://{place}' using parquet "
            f"options ('compression' 'zstd') {query}"
        )


def parquet_at(place: Path) -> str:
    """A Parquet file or folder, as SQL selects from it."""
    return f"parquet.{_path(place)}"


def lines_of(place: Path) -> str:
    """A text file, as SQL selects lines from it."""
    return f"text.{_path(place)}"


def _path(place: Path) -> str:
    escaped = str(place).replace("`", "``")
    return f"`file://{escaped}`"


@contextmanager
def spark_statements() -> Iterator[SparkStatements]:
    """Connect as dbt does.

    Raises:
        NotConnected: dbt cannot connect.
    """
    # It reads the profile, without the project's models.
    connected = invoke_dbt(["debug", "--connection", f"--target={TARGET}"])
    from dbt.adapters.factory import get_adapter_by_type

    try:
        adapter = get_adapter_by_type("spark")  # type: ignore[no-untyped-call]
    except KeyError as error:
        raise NotConnected(f"dbt cannot read its profile: {connected.exception}") from error
    with adapter.connection_named("statements"):
        statements = SparkStatements(adapter)
        try:
            statements.fetch("select 1")
        except StatementFailed as error:
            raise NotConnected(f"dbt cannot connect to Spark: {error}") from error
        yield statements
