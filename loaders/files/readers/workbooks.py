"""What both kinds of workbook have in common: which sheet is meant, and how cells become text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from foundation.errors import InputError

# The sheets that `warehouse template` writes beside the table.
NOTES_SHEET = "說明 Notes"
LISTS_SHEET = "清單 Lists"


@dataclass(frozen=True)
class SheetFacts:
    """A sheet before its cells are read: its name, whether it is hidden, whether it holds any."""

    name: str
    is_hidden: bool
    is_empty: bool


def chosen_sheet(sheets: Sequence[SheetFacts], shown_as: str) -> str:
    """The one sheet that holds the table.

    Raises:
        InputError: a hidden sheet, no filled sheet, or several.
    """
    hidden = [sheet for sheet in sheets if sheet.is_hidden]
    if hidden:
        raise InputError(
            file=shown_as,
            found=f"a hidden sheet (no. {sheets.index(hidden[0]) + 1})",
            expected="visible sheets only",
            mend="unhide it and delete it, or move it to a file of its own",
        )
    filled = [
        sheet.name
        for sheet in sheets
        if not sheet.is_empty and sheet.name not in (NOTES_SHEET, LISTS_SHEET)
    ]
    if len(filled) == 1:
        return filled[0]
    raise InputError(
        file=shown_as,
        found=f"{len(filled)} sheets with something in them",
        expected="one sheet with one table",
        mend="keep one sheet a file",
    )


def refuse_in_sheet(
    shown_as: str, *, formula: str | None, merged: str | None, hidden: str | None, error: str | None
) -> None:
    """Refuse a sheet with formulas, merged cells, hidden rows or columns, or errors.

    Args:
        shown_as: the file and sheet in messages.
        formula, merged, hidden, error: where the first one stands; None where there is none.

    Raises:
        InputError: the first of these.
    """
    for place, found, expected, mend in (
        (merged, "merged cells", "one value a cell", "unmerge them and fill in every cell"),
        (formula, "a formula", "values", "copy the table and paste it as values"),
        (hidden, "something hidden", "visible rows and columns", "unhide it or delete it"),
        (error, "an error value", "a value", "correct the cell, or empty it"),
    ):
        if place is not None:
            raise InputError(
                file=shown_as, found=f"{found} at {place}", expected=expected, mend=mend
            )


def number_text(value: float | int | Decimal, *, is_percentage: bool) -> str:
    """A spreadsheet's number with the 15 digits it shows: 0.1 + 0.2 is 0.3, and 12.3% is 12.3%."""
    if isinstance(value, float) and value - value != 0:
        return str(value)
    digits = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if is_percentage:
        return f"{_plain(digits * 100)}%"
    return _plain(digits)


def date_text(value: date | datetime | time | timedelta) -> str:
    """A spreadsheet's date as 2018-12-31; with a time of day where it has one."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
