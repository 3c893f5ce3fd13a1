"""XLSX, through openpyxl."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from foundation.errors import InputError
from loaders.files.raw_table import Grid
from loaders.files.readers.archives import check_archive
from loaders.files.readers.options import ReadOptions
from loaders.files.readers.workbooks import (
    SheetFacts,
    chosen_sheet,
    computed_note,
    date_text,
    number_text,
    refuse_in_sheet,
    refuse_uncomputed,
)


def read_xlsx(path: Path, shown_as: str, options: ReadOptions) -> Grid:
    """Read the one filled sheet of a workbook, or the one that a recipe names.

    Computed cells have the value that is stored with their formula.

    Raises:
        InputError: a zip bomb, a hidden sheet, several tables, formulas without a stored value,
            hidden rows or columns, error values.
    """
    check_archive(path, shown_as)
    workbook = _workbook(path, has_values=False)
    if len(workbook.worksheets) < len(workbook.sheetnames) and not options.has_recipe:
        raise InputError(
            file=shown_as,
            found="a chart sheet",
            expected="sheets of cells only",
            mend="delete the chart, or name in a recipe the sheet that is meant",
        )
    facts = [
        SheetFacts(sheet.title, sheet.sheet_state != "visible", _is_empty(sheet))
        for sheet in workbook.worksheets
    ]
    name = chosen_sheet(facts, shown_as, options.sheet)
    sheet = workbook[name]
    file = f"{shown_as} [{name}]"
    if not options.has_recipe:
        refuse_in_sheet(file, hidden=_hidden(sheet), error=next(iter(_places(sheet, "e")), None))
    merged = next((str(cells.coord) for cells in sheet.merged_cells.ranges), None)
    formulas = _places(sheet, "f")
    if formulas:
        values = _workbook(path, has_values=True)[name]
        refuse_uncomputed(
            file, next((place for place in formulas if values[place].value is None), None)
        )
        for place in formulas:
            sheet[place].value = values[place].value
    return Grid(
        file,
        _rows(sheet),
        "xlsx",
        sheet=name,
        notes=computed_note(formulas),
        merged=merged,
        beside=tuple(
            Grid(f"{shown_as} [{other.title}]", _rows(other), "xlsx", sheet=other.title)
            for other in workbook.worksheets
            if other.title != name
        ),
    )


def xlsx_sheets(path: Path, shown_as: str) -> list[str]:
    """The visible sheets that hold something."""
    check_archive(path, shown_as)
    return [
        sheet.title
        for sheet in _workbook(path, has_values=True).worksheets
        if sheet.sheet_state == "visible" and not _is_empty(sheet)
    ]


def _workbook(path: Path, *, has_values: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path, data_only=has_values, keep_links=False, rich_text=False)


def _rows(sheet: Worksheet) -> list[tuple[int, list[str]]]:
    return [
        (number, [_text(cell) for cell in row])
        for number, row in enumerate(sheet.iter_rows(), start=sheet.min_row)
    ]


def _is_empty(sheet: Worksheet) -> bool:
    return all(value is None for row in sheet.iter_rows(values_only=True) for value in row)


def _places(sheet: Worksheet, data_type: str) -> list[str]:
    return [
        str(cell.coordinate)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type == data_type
    ]


def _hidden(sheet: Worksheet) -> str | None:
    """The first hidden row or column that holds something."""
    for number, row in sheet.row_dimensions.items():
        if row.hidden and any(cell.value is not None for cell in sheet[number]):
            return f"row {number}"
    hidden_columns = {
        get_column_letter(index)
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for index in range(dimension.min or 0, min(dimension.max or 0, sheet.max_column) + 1)
        if index
    }
    for letter in sorted(hidden_columns):
        if any(cell.value is not None for cell in sheet[letter]):
            return f"column {letter}"
    return None


def _text(cell: Cell | MergedCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return number_text(value, is_percentage="%" in (cell.number_format or ""))
    if isinstance(value, date | datetime | time | timedelta):
        return date_text(value)
    return str(value)
