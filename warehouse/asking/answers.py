"""The answer to a query, and how it is written: a table, CSV, JSON or Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import click
import simplejson
from tabulate import tabulate

from warehouse.asking.formulas import defused_text
from warehouse.errors import WarehouseError

NULL = "NULL"
_NUMBER_TYPES = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\)|FLOAT|DOUBLE)$")
_NEEDS_QUOTES = re.compile(r'[",\r\n]|^$')
# A terminal would obey these.
_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {9, 10}, "\ufffd")


@dataclass(frozen=True)
class Answer:
    """Rows with named and typed columns.

    Attributes:
        columns: name and DuckDB type of each.
        rows: a value for each column; None is null.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)

    @property
    def numeric(self) -> tuple[bool, ...]:
        return tuple(bool(_NUMBER_TYPES.fullmatch(kind)) for _, kind in self.columns)

    def records(self) -> list[dict[str, Any]]:
        """Each row by column name; a name used again gets a number (`total`, `total_1`)."""
        names = _told_apart(self.names)
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def as_table(answer: Answer) -> str:
    """A boxed table, never cut, with `NULL` for null, and the number of rows below it."""
    table = tabulate(
        [[_boxed_cell(value) for value in row] for row in answer.rows],
        headers=[name.translate(_CONTROLS) for name in answer.names],
        tablefmt="simple_outline",
        disable_numparse=True,
        colalign=["right" if number else "left" for number in answer.numeric],
        preserve_whitespace=True,
    )
    return f"{table}\n({rows_said(len(answer.rows))})\n"


def as_csv(answer: Answer) -> str:
    """CSV of RFC 4180: null is nothing, empty text is `""`, and no text starts a formula."""
    lines = [answer.names, *answer.rows]
    return "".join(",".join(map(_csv_cell, line)) + "\r\n" for line in lines)


def as_json(answer: Answer) -> str:
    """One object a row. A decimal is a number with all its digits; NaN and infinity are null."""
    return json_text(answer.records())


def as_markdown(answer: Answer) -> str:
    """A Markdown table: numbers to the right, `NULL` for null, line ends as `<br>`."""
    lines = [
        answer.names,
        tuple("---:" if is_number else "---" for is_number in answer.numeric),
        *answer.rows,
    ]
    return "".join(f"| {' | '.join(map(_markdown_cell, line))} |\n" for line in lines)


FORMATS: dict[str, Callable[[Answer], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
    "markdown": as_markdown,
}


def rows_said(count: int) -> str:
    """A number of rows in words."""
    return "1 row" if count == 1 else f"{count} rows"


def deliver(text: str, form: str, output: Path | None) -> None:
    """Print a written answer, or write it to a file; CSV for Excel says that it is UTF-8.

    Raises:
        WarehouseError: the file cannot be written.
    """
    if output is None:
        click.echo(text, nl=False)
        return
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    try:
        output.write_text(text, encoding, newline="")
    except OSError as error:
        raise WarehouseError(f"{output} cannot be written: {error.strerror}") from error


def json_text(value: Any, indent: int | None = 2) -> str:
    """JSON as every command writes it: Chinese as it is, decimals with every digit."""
    return (
        simplejson.dumps(
            value,
            ensure_ascii=False,
            indent=indent,
            use_decimal=True,
            ignore_nan=True,
            encoding=None,
            default=shown_value,
        )
        + "\n"
    )


def shown_value(value: Any) -> str:
    """A value as text, without loss: dates as ISO 8601, bytes as hexadecimal, lists as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple | dict):
        return str(
            simplejson.dumps(value, ensure_ascii=False, use_decimal=True, default=shown_value)
        )
    return str(value)


def _boxed_cell(value: Any) -> str:
    if value is None:
        return NULL
    text = shown_value(value).translate(_CONTROLS)
    # Text that reads NULL is not the null beside it.
    return f'"{text}"' if text == NULL else text


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    text = defused_text(value) if isinstance(value, str) else shown_value(value)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _markdown_cell(value: Any) -> str:
    if value is None:
        return NULL
    text = escape(shown_value(value), quote=False).replace("|", "\\|")
    return "<br>".join(text.splitlines())


def _told_apart(names: Iterable[str]) -> list[str]:
    told: list[str] = []
    for name in names:
        free, number = name, 0
        while free in told:
            number += 1
            free = f"{name}_{number}"
        told.append(free)
    return told
