"""XLSX, through openpyxl."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from warehouse.export.workbook_cells import (
    NOTES_SHEET,
    Value,
    Workbook,
    cell_values,
    sheet_name,
)

_WIDTH, _NOTE_WIDTHS = 18, (24, 24, 16, 60, 60)


def write_xlsx(path: Path, workbook: Workbook) -> None:
    """Write a table under a frozen header, and its notes on a second sheet."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(workbook.sheet))
    sheet.freeze_panes = "A2"
    for number in range(1, len(workbook.header) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
    sheet.append(_header(sheet, workbook.header))
    for row in workbook.rows:
        sheet.append(list(_cells(sheet, row)))
    notes = book.create_sheet(NOTES_SHEET)
    for letter, width in zip("ABCDE", _NOTE_WIDTHS, strict=True):
        notes.column_dimensions[letter].width = width
    for line in workbook.notes:
        notes.append(list(_cells(notes, line, wraps=True)))
    book.save(path)


def _header(sheet: WriteOnlyWorksheet, names: Sequence[str]) -> Iterator[Cell]:
    for cell in _cells(sheet, names):
        cell.font = Font(bold=True)
        yield cell


def _cells(
    sheet: WriteOnlyWorksheet, row: Sequence[Value], *, wraps: bool = False
) -> Iterator[Cell]:
    for value in cell_values(row):
        cell: Cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
        if isinstance(value, str):
            # Whatever it begins with, a text is no formula and no error value.
            cell.data_type = "s"
        elif isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm:ss"
        elif value is None:
            # Unstyled, it would be left out, and the row would seem too short.
            cell.number_format = "@"
        if wraps:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        yield cell
