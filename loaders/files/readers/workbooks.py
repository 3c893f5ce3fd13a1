"""What all kinds of workbook have in common: which sheet is meant, and how cells become text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from foundation.errors import InputError
from loaders.files.raw_table import RECIPE_MEND

# The sheets that `warehouse template` writes beside the table.
NOTES_SHEET = "說明 Notes"
LISTS_SHEET = "清單 Lists"


@dataclass(frozen=True)
class SheetFacts:
    """A sheet before its cells are read: its name, whether it is hidden, whether it holds any."""

    name: str
    is_hidden: bool
    is_empty: bool


def chosen_sheet(sheets: Sequence[SheetFacts], shown_as: str, named: str | None) -> str:
    """The one sheet that holds the table.

    Args:
        sheets: all of the workbook.
        shown_as: the file in messages.
        named: the sheet that a recipe names.

    Raises:
        InputError: no such sheet; without a name: a hidden sheet, no filled sheet, or several.
    """
    if named is not None:
        if named in [sheet.name for sheet in sheets]:
            return named
        raise InputError(
            file=shown_as,
            found=f"no sheet `{named}`",
            expected="the sheet that the recipe names",
            mend="name in the recipe one of its sheets: "
            + ", ".join(f"`{sheet.name}`" for sheet in sheets if not sheet.is_hidden),
        )
    hidden = [sheet for sheet in sheets if sheet.is_hidden]
    if hidden:
        raise InputError(
            file=shown_as,
            found=f"a hidden sheet (no. {sheets.index(hidden[0]) + 1})",
            expected="visible sheets only",
            mend="unhide it, or name in a recipe the sheet that is meant",
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
        expected="one sheet with one table, or a recipe that names the sheet",
        mend=RECIPE_MEND if filled else "fill in the sheet",
    )


def computed_note(places: Sequence[str]) -> tuple[str, ...]:
    """What is told of computed cells: how many, and where the first one stands."""
    if not places:
        return ()
    cells = "1 computed cell is" if len(places) == 1 else f"{len(places)} computed cells are"
    return (f"{cells} read by the stored value, the first at {places[0]}",)


def refuse_uncomputed(file: str, place: str | None) -> None:
    """Refuse a formula whose value is not stored.

    Raises:
        InputError: there is one.
    """
    if place is not None:
        raise InputError(
            file=file,
            found=f"a formula at {place} whose value is not stored",
            expected="formulas with their values, as a spreadsheet program saves them",
            mend="open the workbook in Excel or LibreOffice, save it, and load that",
        )


def refuse_in_sheet(shown_as: str, *, hidden: str | None, error: str | None) -> None:
    """Refuse a sheet with hidden rows or columns, or errors.

    Args:
        shown_as: the file and sheet in messages.
        hidden, error: where the first one stands; None where there is none.

    Raises:
        InputError: the first of these.
    """
    for place, found, expected, mend in (
        (hidden, "something hidden", "visible rows and columns", "unhide it"),
        (error, "an error value", "a value", "mend the formula, or empty the cell"),
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
