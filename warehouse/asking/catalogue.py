"""What the published file holds: its tables and columns, as the file itself describes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any

import duckdb

from foundation.descriptions import description_parts
from warehouse.asking.answers import (
    Answer,
    as_csv,
    as_markdown,
    as_table,
    json_text,
    rows_said,
    shown_value,
)
from warehouse.asking.sql import answer
from warehouse.errors import WarehouseError
from warehouse.locations import PUBLIC_SCHEMAS
from warehouse.naming.folding import folded

LISTED_SCHEMAS = (*PUBLIC_SCHEMAS, "snapshots")
SAMPLE_ROWS = 3
LONGEST_SAMPLE = 40
_TABLES = """
    select tables.schema_name, tables.table_name, tables.comment,
        coalesce(keys.constraint_column_names, []) as key_columns, views.view_name
    from duckdb_tables() as tables
    left join duckdb_views() as views
        on views.schema_name = 'zh'
            and views.view_name = regexp_extract(tables.comment, '\n([^（]+)', 1)
    left join duckdb_constraints() as keys
        on keys.table_oid = tables.table_oid and keys.constraint_type = 'PRIMARY KEY'
    where tables.database_name = current_database()
"""
_COLUMNS = """
    select column_name, data_type, comment
    from duckdb_columns()
    where database_name = current_database() and schema_name = ? and table_name = ?
    order by column_index
"""


@dataclass(frozen=True)
class Description:
    """What a table or column is called in Chinese and what it means, both languages."""

    name_zh: str
    meaning_en: str
    meaning_zh: str


@dataclass(frozen=True)
class Table:
    """A table of the file.

    Attributes:
        schema: its schema.
        name: its name.
        description: what it is.
        key: columns that no two rows share; empty where a column of the grain may be null.
        view: name of the same table in schema `zh`, if it is there.
    """

    schema: str
    name: str
    description: Description
    key: tuple[str, ...]
    view: str | None

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this table."""
        chinese = self.description.name_zh
        return (
            self.full_name,
            self.name,
            *((chinese,) if chinese else ()),
            *((self.full_view_name,) if self.full_view_name else ()),
        )

    @property
    def full_view_name(self) -> str | None:
        return f"zh.{self.view}" if self.view else None


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    data_type: str
    description: Description


@dataclass(frozen=True)
class DescribedTable:
    """All there is to say about a table, with a few of its rows."""

    table: Table
    row_count: int
    columns: tuple[Column, ...]
    sample: Answer


def all_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """Every table of the file, internal ones included, the listed schemas first."""
    rows = connection.execute(_TABLES).fetchall()
    tables = [
        Table(schema, name, _described(comment), tuple(key), view)
        for schema, name, comment, key, view in rows
    ]
    return sorted(tables, key=lambda table: (_place(table.schema), table.schema, table.name))


def listed_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """The tables made for users: the public schemas and what was published before."""
    return [table for table in all_tables(connection) if table.schema in LISTED_SCHEMAS]


def named_table(connection: duckdb.DuckDBPyConnection, name: str) -> Table:
    """The table of that name: with its schema or without, English or Chinese.

    Raises:
        WarehouseError: there is none; the message has the nearest names.
    """
    wanted = folded(name.replace('"', ""))
    tables = all_tables(connection)
    for table in tables:
        if wanted in map(folded, table.names):
            return table
    known = [known for table in tables if table.schema in LISTED_SCHEMAS for known in table.names]
    by_folded = {folded(known_name): known_name for known_name in known}
    near = [by_folded[match] for match in get_close_matches(wanted, by_folded, n=3, cutoff=0.5)]
    hint = f"nearest: {', '.join(near)}" if near else "`warehouse describe` lists all"
    raise WarehouseError(f"there is no table `{name}`; {hint}")


def columns_of(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[Column, ...]:
    """Columns of a table in order."""
    rows = connection.execute(_COLUMNS, [table.schema, table.name]).fetchall()
    return tuple(Column(name, kind, _described(comment)) for name, kind, comment in rows)


def describe(connection: duckdb.DuckDBPyConnection, name: str) -> DescribedTable:
    """Grain, rows, columns and sample rows of the table of that name.

    Raises:
        WarehouseError: there is none.
    """
    table = named_table(connection, name)
    row_count = _row_count(connection, table)
    in_order = f"order by {', '.join(table.key)}" if table.key else ""
    sample = answer(
        connection,
        f"select * from {table.full_name} {in_order} limit {SAMPLE_ROWS}",  # noqa: S608
    )
    assert sample is not None  # noqa: S101  a select gives rows
    return DescribedTable(table, row_count, columns_of(connection, table), sample)


def list_of_tables(connection: duckdb.DuckDBPyConnection) -> Answer:
    """Name, Chinese name, number of rows and meaning of every listed table."""
    return Answer(
        (
            ("table", "VARCHAR"),
            ("table_zh", "VARCHAR"),
            ("rows", "BIGINT"),
            ("meaning", "VARCHAR"),
        ),
        tuple(
            (
                table.full_name,
                table.full_view_name,
                _row_count(connection, table),
                table.description.meaning_en.partition(". ")[0].removesuffix("."),
            )
            for table in listed_tables(connection)
        ),
    )


def columns_answer(described: DescribedTable) -> Answer:
    """The columns of a table as rows."""
    return Answer(
        tuple((name, "VARCHAR") for name in ("column", "type", "column_zh", "meaning")),
        tuple(
            (
                column.name,
                column.data_type,
                column.description.name_zh or None,
                column.description.meaning_en or None,
            )
            for column in described.columns
        ),
    )


def as_text(described: DescribedTable) -> str:
    """A description for a terminal."""
    return (
        f"{_heading(described)}\n\n{as_table(columns_answer(described))}\n"
        f"{as_table(_turned(described.sample))}"
    )


def as_markdown_page(described: DescribedTable) -> str:
    """A description as Markdown."""
    title, *rest = _heading(described).splitlines()
    paragraphs = "\n\n".join(rest)
    return (
        f"## {title}\n\n{paragraphs}\n\n{as_markdown(columns_answer(described))}\n"
        f"{as_markdown(_turned(described.sample))}"
    )


def as_json(described: DescribedTable) -> str:
    """A description as JSON."""
    table = described.table
    return json_text(
        {
            "table": table.full_name,
            "view_zh": table.full_view_name,
            **_said(table.description),
            "key": list(table.key),
            "row_count": described.row_count,
            "columns": [
                {
                    "column": column.name,
                    "type": column.data_type,
                    **_said(column.description),
                }
                for column in described.columns
            ],
            "sample_rows": described.sample.records(),
        }
    )


WRITTEN: dict[str, Callable[[DescribedTable], str]] = {
    "table": as_text,
    "csv": lambda described: as_csv(columns_answer(described)),
    "json": as_json,
    "markdown": as_markdown_page,
}


def _heading(described: DescribedTable) -> str:
    table = described.table
    description = table.description
    chinese = description.name_zh
    lines = [
        "  ".join(filter(None, (table.full_name, table.full_view_name))),
        description.meaning_en,
        f"{chinese}（{description.meaning_zh}）" if description.meaning_zh else chinese,
        f"{rows_said(described.row_count)}, {len(described.columns)} columns"
        + (f", one row for each {', '.join(table.key)}" if table.key else ""),
    ]
    return "\n".join(filter(None, lines))


def _said(description: Description) -> dict[str, str | None]:
    return {name: text or None for name, text in asdict(description).items()}


def _turned(sample: Answer) -> Answer:
    """Rows as columns, long texts cut: wide tables stay readable."""
    names = (f"row {number}" for number in range(1, len(sample.rows) + 1))
    return Answer(
        (("column", "VARCHAR"), *((name, "VARCHAR") for name in names)),
        tuple(
            (name, *(_cut(row[position]) for row in sample.rows))
            for position, name in enumerate(sample.names)
        ),
    )


def _cut(value: Any) -> str | None:
    if value is None:
        return None
    text = " ".join(shown_value(value).split())
    return text if len(text) <= LONGEST_SAMPLE else f"{text[: LONGEST_SAMPLE - 1]}…"


def _row_count(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    counted = connection.execute(f"select count(*) from {table.full_name}").fetchone()  # noqa: S608
    return int(counted[0]) if counted else 0


def _place(schema: str) -> int:
    return LISTED_SCHEMAS.index(schema) if schema in LISTED_SCHEMAS else len(LISTED_SCHEMAS)


def _described(comment: str | None) -> Description:
    """The two lines of a comment: English, then a Chinese name and the rest in brackets."""
    english, name_zh, meaning_zh = description_parts(comment or "")
    return Description(name_zh, english, meaning_zh)
