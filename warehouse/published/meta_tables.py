"""Tables of schema `meta` that are written once dbt is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from foundation.descriptions import description_parts
from foundation.sql_text import identifier, literal

Row = tuple[Any, ...]


@dataclass(frozen=True)
class MetaTable:
    """A table that `models/meta/_meta__sources.yml` declares.

    Attributes:
        name: its name in schema `meta`.
        description: its comment.
        key: columns of its primary key.
        nullable: columns that may be null.
    """

    name: str
    description: str
    key: tuple[str, ...]
    nullable: frozenset[str] = frozenset()

    def create(self, connection: duckdb.DuckDBPyConnection, catalog: str) -> None:
        """Make the table and its view in `zh` anew, empty, as `meta.data_dictionary` says."""
        table = self._place(catalog)
        described = connection.execute(
            f"""
            select column_name, data_type, description_en || chr(10) || description_zh,
                column_name_zh
            from {identifier(catalog)}.meta.data_dictionary
            where schema_name = 'meta' and table_name = ?
            """,  # noqa: S608
            [self.name],
        ).fetchall()
        declared = ", ".join(
            f"{identifier(name)} {data_type}{'' if name in self.nullable else ' not null'}"
            for name, data_type, _, _ in described
        )
        connection.execute(
            f"create or replace table {table} ({declared}, primary key ({', '.join(self.key)}))"
        )
        chinese_line = self.description.partition("\n")[2]
        view = f"{identifier(catalog)}.zh.{identifier(description_parts(self.description).name_zh)}"
        names = ", ".join(
            f"{identifier(name)} as {identifier(name_zh)}" for name, _, _, name_zh in described
        )
        connection.execute(f"create schema if not exists {identifier(catalog)}.zh")
        connection.execute(
            f"create or replace view {view} as select {names} from meta.{identifier(self.name)}"  # noqa: S608
        )
        of_view = f"Rows of `meta.{self.name}` under Chinese names.\n{chinese_line}"
        connection.execute(f"comment on table {table} is {literal(self.description)}")
        connection.execute(f"comment on view {view} is {literal(of_view)}")
        for name, _, description, name_zh in described:
            for column in (f"{table}.{identifier(name)}", f"{view}.{identifier(name_zh)}"):
                connection.execute(f"comment on column {column} is {literal(description)}")

    def carry(
        self,
        connection: duckdb.DuckDBPyConnection,
        source: str,
        target: str,
        columns: Sequence[str],
    ) -> None:
        """Take over the rows of another attached file, which may be of an older version."""
        names = ", ".join(map(identifier, columns))
        query = _rows_of(connection, source, self.name, columns)
        if query:
            connection.execute(f"insert into {self._place(target)} ({names}) {query}")

    def add(
        self,
        connection: duckdb.DuckDBPyConnection,
        catalog: str,
        columns: Sequence[str],
        rows: Sequence[Row],
    ) -> None:
        """Add rows."""
        if rows:
            names = ", ".join(map(identifier, columns))
            lists = ", ".join("unnest(?)" for _ in columns)
            connection.execute(
                f"insert into {self._place(catalog)} ({names}) select {lists}",
                [list(values) for values in zip(*rows, strict=True)],
            )

    def _place(self, catalog: str) -> str:
        return f"{identifier(catalog)}.meta.{identifier(self.name)}"

    def read(
        self, connection: duckdb.DuckDBPyConnection, catalog: str, columns: Sequence[str]
    ) -> list[Row]:
        """The rows the table has in an attached file; see `read_meta`."""
        return read_meta(connection, catalog, self.name, columns)


def read_meta(
    connection: duckdb.DuckDBPyConnection, catalog: str, table: str, columns: Sequence[str]
) -> list[Row]:
    """Rows of a table of schema `meta`, also of a file that an older version published.

    Returns:
        The rows; none without the table, null in a column it lacks.
    """
    query = _rows_of(connection, catalog, table, columns)
    return connection.execute(query).fetchall() if query else []


def _rows_of(
    connection: duckdb.DuckDBPyConnection, catalog: str, table: str, columns: Sequence[str]
) -> str | None:
    known = meta_columns(connection, catalog, table)
    if not known:
        return None
    selected = ", ".join(
        identifier(name) if name in known else f"null as {identifier(name)}" for name in columns
    )
    return f"select {selected} from {identifier(catalog)}.meta.{identifier(table)}"  # noqa: S608


def meta_columns(connection: duckdb.DuckDBPyConnection, catalog: str, table: str) -> set[str]:
    """Columns of a table of schema `meta`; none without the table."""
    found = connection.execute(
        """
        select column_name from duckdb_columns()
        where database_name = ? and schema_name = 'meta' and table_name = ?
        """,
        [catalog, table],
    ).fetchall()
    return {name for (name,) in found}
