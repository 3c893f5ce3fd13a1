"""The different texts of a column, judged once each by the rules that small files are read by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from foundation.errors import InputError
from foundation.sql_text import identifier, literal
from loaders.files.cells import reading, stripped
from loaders.files.code_lists import CodeList
from loaders.files.declarations import KindColumn, conventions
from loaders.files.large.source import Source

SQL_TYPES = {
    "code": "varchar",
    "text": "varchar",
    "date": "date",
    "boolean": "boolean",
    "roc_year": "integer",
    "number": "decimal(24, 6)",
}
_SOURCE_TYPES = {"text": "VARCHAR", "code": "VARCHAR", "date": "DATE", "boolean": "BOOLEAN"}


@dataclass(frozen=True)
class Vocabulary:
    """What each text of a column means.

    Attributes:
        column: the declared column.
        cell: SQL of the cell as text; None where the file lacks the column.
        stored: SQL of the column as stored, where its values are as declared already; else None.
        entries: `text, value, is_wrong`, one row a text.
    """

    column: KindColumn
    cell: str | None
    stored: str | None
    entries: pl.DataFrame

    @property
    def has_wrong(self) -> bool:
        return bool(self.entries["is_wrong"].any())

    @property
    def table(self) -> str:
        return f"vocabulary_{self.column.name}"

    @property
    def value(self) -> str:
        """SQL of the typed value, beside `join`."""
        sql_type = SQL_TYPES[self.column.type]
        if self.cell is None:
            default = "null" if self.column.default is None else literal(self.column.default)
            return f"cast({default} as {sql_type})"
        return self.stored or f"{self.table}.value"

    @property
    def join(self) -> str:
        if self.stored or self.cell is None:
            return ""
        return f"left join {self.table} on {self.cell} = {self.table}.text"

    @property
    def is_wrong(self) -> str:
        return f"{self.table}.is_wrong" if self.join else "false"


def vocabulary(
    source: Source, index: int | None, column: KindColumn, lists: Mapping[str, CodeList]
) -> Vocabulary:
    """Judge the different texts of a column; register them with the engine where rows need them.

    Args:
        source: the open file.
        index: the file's column; None where it lacks it.
        column: its declaration: anything but a number.
        lists: the closed lists by name.

    Raises:
        InputError: an overlong cell, or more different texts than a dimension can have.
    """
    if index is None:
        entries = pl.DataFrame(
            schema={"text": pl.String, "value": pl.String, "is_wrong": pl.Boolean}
        )
        return Vocabulary(column, None, None, entries)
    texts = _texts(source, index, column)
    entries = _judged(texts, column, lists)
    has_blank = bool((entries["text"] == "").any())
    is_stored = (
        source.types[index] == _SOURCE_TYPES.get(column.type)
        and not entries["is_wrong"].any()
        and not (has_blank and column.default is not None)
        and (column.type not in ("text", "code") or _is_as_written(source, index, entries))
    )
    found = Vocabulary(
        column,
        source.text(index),
        identifier(source.header[index]) if is_stored else None,
        entries,
    )
    if found.join:
        source.connection.register(f"{found.table}_arrow", entries.to_arrow())
        source.connection.execute(
            f"create or replace temp table {found.table} as select * from {found.table}_arrow"
        )
    return found


def _texts(source: Source, index: int, column: KindColumn) -> list[str]:
    limits = conventions().limits
    rows = source.connection.execute(
        f"select text from {source.different_texts(index)} limit {limits.different_texts + 1}"
    ).fetchall()
    texts = [row[0] for row in rows]
    longest = max(map(len, texts))
    for found, limit, what in (
        (len(texts), limits.different_texts, "different texts in a column"),
        (longest, limits.cell_characters, "characters in a cell"),
    ):
        if found > limit:
            raise InputError(
                file=source.file,
                column=column.header_zh,
                found=f"more than {limit:,} {what}",
                expected=f"at most {limit:,}",
                mend="check that the column is the one its header says",
            )
    return texts


def _judged(texts: list[str], column: KindColumn, lists: Mapping[str, CodeList]) -> pl.DataFrame:
    written = pl.DataFrame({column.name: texts}, schema={column.name: pl.String})
    frame = written.with_columns(stripped(column).alias(column.name))
    read = reading(column, lists)
    return frame.select(
        text=written[column.name],
        value=read.values[column.name],
        is_wrong=pl.any_horizontal(rule.is_broken.fill_null(value=False) for rule in read.rules),
    )


def _is_as_written(source: Source, index: int, entries: pl.DataFrame) -> bool:
    """Whether each text is its value, and what is empty is null."""
    column = identifier(source.header[index])
    filled = entries.filter(pl.col("text") != "")
    if not (filled["text"] == filled["value"]).fill_null(value=False).all():
        return False
    if filled.height == entries.height:
        return True
    empty = source.connection.execute(
        f"select count(*) from {source.relation} where {column} = ''"
    ).fetchall()
    return bool(empty[0][0] == 0)
