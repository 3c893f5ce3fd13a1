"""Queries over the published file, which cannot change it or reach anything else."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.asking.answers import Answer
from warehouse.errors import WarehouseError

LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


def open_published(
    published: Path, limits: dict[str, str] | None = None
) -> duckdb.DuckDBPyConnection:
    """Open the published file read-only, without access to files, network or extensions.

    Args:
        published: the file.
        limits: further settings of the engine, which are locked too.

    Raises:
        WarehouseError: nothing is published yet, or the file is damaged.
    """
    if not published.exists():
        raise WarehouseError(f"{published} does not exist; `warehouse build` makes it")
    try:
        return duckdb.connect(
            str(published), read_only=True, config={**LOCKED_DOWN, **(limits or {})}
        )
    except duckdb.Error as error:
        raise WarehouseError(f"{published} cannot be opened: {error}") from error


def one_statement(query: str) -> duckdb.Statement:
    """The one statement that `query` holds.

    Raises:
        WarehouseError: it holds none or several, or is no SQL.
    """
    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise WarehouseError(str(error)) from error
    if len(statements) != 1:
        raise WarehouseError(f"found {len(statements)} queries; expected one at a time")
    return statements[0]


def answer(
    connection: duckdb.DuckDBPyConnection, query: str, most_rows: int | None = None
) -> Answer | None:
    """What one query gives, or nothing where it gives no rows by its kind.

    Args:
        connection: to ask.
        query: one statement.
        most_rows: read no more rows than this.

    Raises:
        WarehouseError: the query is refused.
    """
    statement = one_statement(query)
    try:
        connection.execute(statement)
        if duckdb.ExpectedResultType.QUERY_RESULT not in statement.expected_result_type:
            return None
        columns = [(name, str(kind)) for name, kind, *_ in connection.description]
        rows = connection.fetchall() if most_rows is None else connection.fetchmany(most_rows)
    except duckdb.Error as error:
        raise WarehouseError(str(error)) from error
    return Answer(tuple(columns), tuple(rows))


def query_published(published: Path, query: str) -> Answer:
    """What one query over the published file gives.

    Raises:
        WarehouseError: nothing is published yet, or the query is refused or gives no rows.
    """
    with open_published(published) as connection:
        given = answer(connection, query)
    if given is None:
        raise WarehouseError("the query gives no rows; only queries that read are answered")
    return given
