"""One query over the published file, which cannot change it or reach anything else."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError

LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


def open_published(published: Path) -> duckdb.DuckDBPyConnection:
    """Open the published file read-only, without access to files, network or extensions.

    Raises:
        WarehouseError: nothing is published yet, or the file is damaged.
    """
    if not published.exists():
        raise WarehouseError(f"{published} does not exist; `warehouse build` makes it")
    try:
        return duckdb.connect(str(published), read_only=True, config=LOCKED_DOWN)
    except duckdb.Error as error:
        raise WarehouseError(f"{published} cannot be opened: {error}") from error


def query_table(published: Path, query: str) -> str:
    """The result of `query` as text, with all its rows and columns.

    Raises:
        WarehouseError: nothing is published yet, or the query is refused.
    """
    with open_published(published) as connection:
        try:
            result = connection.sql(query)
        except duckdb.Error as error:
            raise WarehouseError(str(error)) from error
        if result is None:
            raise WarehouseError("the query gives no rows; only queries that read are answered")
        return _boxed(result)


def _boxed(result: duckdb.DuckDBPyRelation) -> str:
    text = StringIO()
    with redirect_stdout(text):
        result.show(max_rows=max(len(result), 1), max_width=10_000)
    return text.getvalue()
