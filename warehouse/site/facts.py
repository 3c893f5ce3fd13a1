"""What the pages show, read from the published file by the named queries beside this module."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import duckdb

from warehouse.errors import WarehouseError
from warehouse.locations import PUBLIC_SCHEMAS

Row = dict[str, Any]


class Facts:
    """The results of the named queries, each asked once.

    Args:
        connection: the published file, opened read-only.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._results: dict[str, list[Row]] = {}

    def rows(self, name: str) -> list[Row]:
        """The rows of `queries/<name>.sql`, by column name.

        Raises:
            WarehouseError: the file lacks a table or column.
        """
        if name not in self._results:
            query = (files(__package__) / "queries" / f"{name}.sql").read_text("utf-8")
            try:
                relation = self._connection.sql(query)
                columns, rows = relation.columns, relation.fetchall()
            except duckdb.Error as error:
                raise WarehouseError(
                    f"{name} cannot be read from the published file: {error}; "
                    "a file of another version is made anew by `warehouse build`"
                ) from error
            self._results[name] = [dict(zip(columns, row, strict=True)) for row in rows]
        return self._results[name]

    def by(self, name: str, *columns: str) -> dict[Any, list[Row]]:
        """The rows of a query grouped by one column's value, or by several as a tuple."""
        grouped: dict[Any, list[Row]] = {}
        for row in self.rows(name):
            key = tuple(row[column] for column in columns)
            grouped.setdefault(key if len(columns) > 1 else key[0], []).append(row)
        return grouped

    def table_names(self) -> list[str]:
        """Every public table, `schema.table`, schemas in the order of the design."""
        names = {(row["schema_name"], row["table_name"]) for row in self.rows("dictionary")}
        ordered = sorted(names, key=lambda name: (PUBLIC_SCHEMAS.index(name[0]), name[1]))
        return [".".join(name) for name in ordered]

    def row_counts(self) -> dict[str, int]:
        """Rows of every public table, by `schema.table`."""
        return {name: len(self._connection.table(name)) for name in self.table_names()}
