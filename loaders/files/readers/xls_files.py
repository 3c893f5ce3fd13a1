"""XLS, through xlrd: it knows how cells are shown, so that 0.842 shown as 84.2% is 84.2%."""

from __future__ import annotations

from pathlib import Path

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell, Sheet

from foundation.errors import InputError
from loaders.files.raw_table import Grid
from loaders.files.readers.options import ReadOptions
from loaders.files.readers.workbooks import (
    SheetFacts,
    chosen_sheet,
    date_text,
    number_text,
    refuse_in_sheet,
)


def read_xls(path: Path, shown_as: str, options: ReadOptions) -> Grid:
    """Read the one filled sheet of a workbook of Excel 97 to 2003, or the one that a recipe names.

    The format stores values; which of them are computed cannot be told.

    Raises:
        InputError: a password, and as for XLSX.
    """
    book = _book(path, shown_as)
    facts = [
        SheetFacts(sheet.name, sheet.visibility != 0, not any(map(_is_filled, _cells(sheet))))
        for sheet in book.sheets()
    ]
    name = chosen_sheet(facts, shown_as, options.sheet)
    sheet = book.sheet_by_name(name)
    shown = f"{shown_as} [{name}]"
    if not options.has_recipe:
        refuse_in_sheet(shown, hidden=_hidden(sheet), error=_error(sheet))
    merged = [f"row {first + 1}, column {left + 1}" for first, _, left, _ in sheet.merged_cells]
    return Grid(
        shown,
        _rows(book, sheet),
        "xls",
        sheet=name,
        merged=next(iter(merged), None),
        beside=tuple(
            Grid(f"{shown_as} [{other.name}]", _rows(book, other), "xls", sheet=other.name)
            for other in book.sheets()
            if other.name != name
        ),
    )


def _book(path: Path, shown_as: str) -> Book:
    try:
        return xlrd.open_workbook(file_contents=path.read_bytes(), formatting_info=True)
    except xlrd.XLRDError:
        raise InputError(
            file=shown_as,
            found="no whole workbook, or one with a password",
            expected="a workbook as Excel 97 to 2003 saves it",
            mend="open the file and save it as .xlsx without a password",
        ) from None


def xls_sheets(path: Path, shown_as: str) -> list[str]:
    """The visible sheets that hold something."""
    return [
        sheet.name
        for sheet in _book(path, shown_as).sheets()
        if sheet.visibility == 0 and any(map(_is_filled, _cells(sheet)))
    ]


def _cells(sheet: Sheet) -> list[Cell]:
    return [cell for number in range(sheet.nrows) for cell in sheet.row(number)]


def _is_filled(cell: Cell) -> bool:
    return cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) and str(cell.value) != ""


def _hidden(sheet: Sheet) -> str | None:
    """The first hidden row or column that holds something."""
    for number, row in sorted(sheet.rowinfo_map.items()):
        if row.hidden and number < sheet.nrows and any(map(_is_filled, sheet.row(number))):
            return f"row {number + 1}"
    for number, column in sorted(sheet.colinfo_map.items()):
        if column.hidden and number < sheet.ncols and any(map(_is_filled, sheet.col(number))):
            return f"column {number + 1}"
    return None


def _error(sheet: Sheet) -> str | None:
    for number in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(number), start=1):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                return f"row {number + 1}, column {column}"
    return None


def _rows(book: Book, sheet: Sheet) -> list[tuple[int, list[str]]]:
    return [
        (number + 1, [_text(book, cell) for cell in sheet.row(number)])
        for number in range(sheet.nrows)
    ]


def _text(book: Book, cell: Cell) -> str:
    if not _is_filled(cell):
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return str(bool(cell.value)).lower()
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return date_text(xlrd.xldate_as_datetime(cell.value, book.datemode))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        shown = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return number_text(cell.value, is_percentage="%" in shown)
    return str(cell.value)
