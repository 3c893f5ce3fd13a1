"""XLSX, through openpyxl."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from foundation.errors import InputError
from loaders.files.raw_table import Grid, RawTable, table_of
from loaders.files.readers.archives import check_archive
from loaders.files.readers.workbooks import (
    SheetFacts,
    chosen_sheet,
    date_text,
    number_text,
    refuse_in_sheet,
)


def read_xlsx(path: Path, shown_as: str) -> RawTable:
    """Read the one filled sheet of a workbook.

    Raises:
        InputError: a zip bomb, a hidden sheet, several tables, merged cells, formulas, hidden rows
            or columns, error values.
    """
    check_archive(path, shown_as)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = load_workbook(path, data_only=False, keep_links=False, rich_text=False)
    if len(workbook.worksheets) < len(workbook.sheetnames):
        raise InputError(
            file=shown_as,
            found="a chart sheet",
            expected="sheets of cells only",
            mend="delete the chart",
        )
    facts = [
        SheetFacts(sheet.title, sheet.sheet_state != "visible", _is_empty(sheet))
        for sheet in workbook.worksheets
    ]
    name = chosen_sheet(facts, shown_as)
    sheet = workbook[name]
    file = f"{shown_as} [{name}]"
    refuse_in_sheet(
        file,
        formula=_first(sheet, "f"),
        merged=next((str(cells.coord) for cells in sheet.merged_cells.ranges), None),
        hidden=_hidden(sheet),
        error=_first(sheet, "e"),
    )
    rows = [
        (number, [_text(cell) for cell in row])
        for number, row in enumerate(sheet.iter_rows(), start=sheet.min_row)
    ]
    return table_of(Grid(file, rows, "xlsx", sheet=name))


def _is_empty(sheet: Worksheet) -> bool:
    return all(value is None for row in sheet.iter_rows(values_only=True) for value in row)


def _first(sheet: Worksheet, data_type: str) -> str | None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and cell.data_type == data_type:
                return str(cell.coordinate)
    return None


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
