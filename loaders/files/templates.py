"""`warehouse template`: a spreadsheet ready to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from foundation.whole_files import replaced
from loaders.files.code_lists import CodeList
from loaders.files.declarations import Kind, KindColumn
from loaders.files.readers.workbooks import LISTS_SHEET, NOTES_SHEET
from loaders.files.reference_page import rules_in_words

LAST_ROW = 5000
_BOOLEANS = ("是", "否")
_REQUIRED = PatternFill("solid", fgColor="FFF2CC")
_OPTIONAL = PatternFill("solid", fgColor="E7E6E6")


def write_template(kind: Kind, lists: Mapping[str, CodeList], path: Path) -> None:
    """Write the template of a kind: the table's sheet, a sheet of notes, a sheet of lists.

    Headers are Chinese, with a note each; cells of closed lists have drop-down lists. The example
    row is to be written over: it is among the notes, not in the table.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    table = workbook.create_sheet(kind.name)
    notes = workbook.create_sheet(NOTES_SHEET)
    list_sheet = workbook.create_sheet(LISTS_SHEET)
    ranges = _write_lists(list_sheet, kind, lists)
    for number, column in enumerate(kind.columns, start=1):
        _write_header(table, number, column)
        source = ranges.get(column.list_name or column.type)
        if source:
            _add_drop_down(table, number, source, column)
    table.freeze_panes = "A2"
    _write_notes(notes, kind)
    with replaced(path) as new_file:
        workbook.save(new_file)


def _write_header(table: Worksheet, number: int, column: KindColumn) -> None:
    cell = table.cell(1, number, column.header_zh)
    cell.font = Font(bold=True)
    cell.fill = _REQUIRED if column.is_required else _OPTIONAL
    note = f"{column.header_en}\n{column.note_zh}\n{column.note_en}"
    cell.comment = Comment(note, "warehouse template", width=320, height=140)
    letter = get_column_letter(number)
    table.column_dimensions[letter].width = max(12, 2 * len(column.header_zh) + 4)
    if column.type != "number":
        # Text format keeps 107/12/31 and leading zeros as they are typed.
        table.column_dimensions[letter].number_format = "@"


def _write_lists(sheet: Worksheet, kind: Kind, lists: Mapping[str, CodeList]) -> dict[str, str]:
    """Write each list the kind needs into a column; return where its values stand."""
    needed: dict[str, list[tuple[str, str]]] = {
        column.list_name: [
            (entry.value, " ".join(entry.labels))
            for entry in lists[column.list_name].entries.values()
        ]
        for column in kind.columns
        if column.list_name
    }
    if any(column.type == "boolean" for column in kind.columns):
        needed["boolean"] = [(value, "") for value in _BOOLEANS]
    ranges = {}
    for index, (name, entries) in enumerate(needed.items()):
        value_column = 2 * index + 1
        sheet.cell(1, value_column, name).font = Font(bold=True)
        for row, (value, label) in enumerate(entries, start=2):
            sheet.cell(row, value_column, value)
            sheet.cell(row, value_column + 1, label)
        letter = get_column_letter(value_column)
        sheet.column_dimensions[letter].width = 28
        ranges[name] = f"'{LISTS_SHEET}'!${letter}$2:${letter}${len(entries) + 1}"
    return ranges


def _add_drop_down(table: Worksheet, number: int, source: str, column: KindColumn) -> None:
    validation = DataValidation(
        type="list",
        formula1=source,
        allow_blank=not column.is_required,
        # Names are accepted beside the codes of the list: a warning, not a stop.
        errorStyle="warning",
        showErrorMessage=True,
        errorTitle=column.header_zh,
        error=column.note_zh,
    )
    letter = get_column_letter(number)
    validation.add(f"{letter}2:{letter}{LAST_ROW}")
    table.add_data_validation(validation)


def _write_notes(notes: Worksheet, kind: Kind) -> None:
    notes.append([kind.title_zh, kind.title_en])
    notes.append([kind.description_zh, kind.description_en])
    notes.append([])
    notes.append(["欄位", "Column", "必填 Required", "說明", "Note", "規則 Rules", "範例 Example"])
    for column in kind.columns:
        notes.append(
            [
                column.header_zh,
                column.header_en,
                "是" if column.is_required else "否",
                column.note_zh,
                column.note_en,
                rules_in_words(column),
                column.example,
            ]
        )
    for cell in notes[4]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFG", (16, 18, 12, 40, 50, 40, 28), strict=True):
        notes.column_dimensions[letter].width = width
    for row in notes.iter_rows(min_row=4):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
