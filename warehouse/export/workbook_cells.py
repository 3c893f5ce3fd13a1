"""What both kinds of workbook have in common: what a sheet holds, and the sheet of notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Value = str | bool | int | float | Decimal | date | datetime | None
NOTES_SHEET = "說明 Notes"
_LONGEST_SHEET_NAME = 31
# Excel's calendar is wrong before this day.
_FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class Workbook:
    """A workbook of one table: its sheet's name, header and rows, and the lines of its notes."""

    sheet: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[Sequence[str]]


def sheet_name(name: str) -> str:
    """A table's name as a sheet can carry it."""
    return name[:_LONGEST_SHEET_NAME]


def cell_values(row: Sequence[Value]) -> Iterator[Value]:
    """A row as a sheet can hold it: a number or day that it would change becomes a text."""
    for value in row:
        yield str(value) if _is_beyond_a_sheet(value) else value


def _is_beyond_a_sheet(value: Value) -> bool:
    if isinstance(value, int | Decimal):
        # A sheet keeps 15 digits.
        return Decimal(f"{float(value):.15g}") != value
    if isinstance(value, datetime):
        return value.date() < _FIRST_DAY
    return isinstance(value, date) and value < _FIRST_DAY
