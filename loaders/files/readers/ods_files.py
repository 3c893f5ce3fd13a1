"""ODS: the XML of its content as the OpenDocument standard defines it.

The libraries for ODS give values only; formulas, merged cells and hidden sheets are in the XML.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from foundation.errors import InputError
from loaders.files.declarations import conventions
from loaders.files.raw_table import Grid
from loaders.files.readers.archives import check_archive
from loaders.files.readers.options import ReadOptions
from loaders.files.readers.workbooks import (
    SheetFacts,
    chosen_sheet,
    computed_note,
    number_text,
    refuse_in_sheet,
    refuse_uncomputed,
)

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE = f"{{{_OASIS}table:1.0}}"
_OFFICE = f"{{{_OASIS}office:1.0}}"
_TEXT = f"{{{_OASIS}text:1.0}}"
_STYLE = f"{{{_OASIS}style:1.0}}"
_CALC_EXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_HIDDEN = ("collapse", "filter")
# Filled cells a repetition may stand for in all; empty ones cost nothing.
_MOST_CELLS = 5_000_000


def read_ods(path: Path, shown_as: str, options: ReadOptions) -> Grid:
    """Read the one filled sheet of a workbook, or the one that a recipe names.

    Raises:
        InputError: as for XLSX.
    """
    check_archive(path, shown_as)
    with zipfile.ZipFile(path) as archive:
        content = fromstring(archive.read("content.xml"))
    hidden_styles = _hidden_styles(content)
    sheets = list(content.iter(f"{_TABLE}table"))
    if not sheets:
        raise InputError(
            file=shown_as,
            found="no sheet",
            expected="a spreadsheet",
            mend="save the table as a spreadsheet",
        )
    names = [sheet.get(f"{_TABLE}name", "") for sheet in sheets]
    facts = [
        SheetFacts(name, sheet.get(f"{_TABLE}style-name") in hidden_styles, _is_empty(sheet))
        for name, sheet in zip(names, sheets, strict=True)
    ]
    name = chosen_sheet(facts, shown_as, options.sheet)
    sheet = sheets[names.index(name)]
    file = f"{shown_as} [{name}]"
    rows = list(_rows(sheet, file))
    if not options.has_recipe:
        refuse_in_sheet(
            file,
            hidden=_hidden(sheet, rows),
            error=next(
                iter(_places(rows, lambda cell: cell.get(f"{_CALC_EXT}value-type") == "error")),
                None,
            ),
        )
    formulas = _places(rows, _is_formula)
    refuse_uncomputed(
        file,
        next(iter(_places(rows, lambda cell: _is_formula(cell) and not _is_filled(cell))), None),
    )
    return Grid(
        file,
        _texts(rows),
        "ods",
        sheet=name,
        notes=computed_note(formulas),
        merged=next(iter(_places(rows, _is_merged)), None),
        beside=tuple(
            Grid(f"{shown_as} [{title}]", _texts(list(_rows(other, file))), "ods", sheet=title)
            for title, other in zip(names, sheets, strict=True)
            if title != name
        ),
    )


def ods_sheets(path: Path, shown_as: str) -> list[str]:
    """The visible sheets that hold something."""
    check_archive(path, shown_as)
    with zipfile.ZipFile(path) as archive:
        content = fromstring(archive.read("content.xml"))
    hidden_styles = _hidden_styles(content)
    return [
        sheet.get(f"{_TABLE}name", "")
        for sheet in content.iter(f"{_TABLE}table")
        if sheet.get(f"{_TABLE}style-name") not in hidden_styles and not _is_empty(sheet)
    ]


def _texts(rows: list[tuple[int, list[Element]]]) -> list[tuple[int, list[str]]]:
    return [(number, [_text(cell) for cell in cells]) for number, cells in rows]


def _is_formula(cell: Element) -> bool:
    return cell.get(f"{_TABLE}formula") is not None


def _hidden_styles(content: Element) -> set[str | None]:
    return {
        style.get(f"{_STYLE}name")
        for style in content.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }


def _is_empty(sheet: Element) -> bool:
    return not any(_is_filled(cell) for cell in sheet.iter(f"{_TABLE}table-cell"))


def _is_filled(cell: Element) -> bool:
    return cell.get(f"{_OFFICE}value-type") is not None or _paragraphs(cell) != ""


def _rows(sheet: Element, file: str) -> Iterator[tuple[int, list[Element]]]:
    """Rows down to the last filled one, with repeated cells and rows written out."""
    number, cell_count = 0, 0
    waiting: list[tuple[int, list[Element]]] = []
    for row in sheet.iter(f"{_TABLE}table-row"):
        repeat = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = _cells(row, file)
        if not cells:
            waiting.append((number + 1, []))
            number += repeat
            continue
        yield from waiting
        waiting = []
        cell_count += repeat * len(cells)
        if cell_count > _MOST_CELLS:
            raise _too_much(file)
        for _ in range(repeat):
            number += 1
            yield number, cells


def _cells(row: Element, file: str) -> list[Element]:
    cells: list[Element] = []
    waiting: list[Element] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeat = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if not _is_filled(cell) and not _is_merged(cell):
            waiting += [cell] * min(repeat, conventions().limits.column_count + 1)
            continue
        cells += waiting
        waiting = []
        if repeat > conventions().limits.column_count:
            raise _too_much(file)
        cells += [cell] * repeat
    return cells


def _too_much(file: str) -> InputError:
    return InputError(
        file=file,
        found="cells repeated beyond any table",
        expected="a table of moderate size",
        mend="delete what stands beside and below the table",
    )


def _is_merged(cell: Element) -> bool:
    return any(
        int(cell.get(f"{_TABLE}number-{side}-spanned", "1")) > 1 for side in ("columns", "rows")
    )


def _places(
    rows: list[tuple[int, list[Element]]], is_found: Callable[[Element], bool]
) -> list[str]:
    return [
        f"row {number}, column {column}"
        for number, cells in rows
        for column, cell in enumerate(cells, start=1)
        if is_found(cell)
    ]


def _hidden(sheet: Element, rows: list[tuple[int, list[Element]]]) -> str | None:
    for row in sheet.iter(f"{_TABLE}table-row"):
        if row.get(f"{_TABLE}visibility") in _HIDDEN and any(map(_is_filled, row)):
            return "a row"
    column_no = 0
    widest = max((len(cells) for _, cells in rows), default=0)
    for column in sheet.iter(f"{_TABLE}table-column"):
        if column.get(f"{_TABLE}visibility") in _HIDDEN and column_no < widest:
            return f"column {column_no + 1}"
        column_no += int(column.get(f"{_TABLE}number-columns-repeated", "1"))
    return None


def _paragraphs(cell: Element) -> str:
    return "\n".join("".join(part.itertext()) for part in cell.findall(f"{_TEXT}p"))


def _text(cell: Element) -> str:
    value_type = cell.get(f"{_OFFICE}value-type")
    if value_type in ("float", "currency", "percentage"):
        value = cell.get(f"{_OFFICE}value", "")
        try:
            number = float(Decimal(value))
        except (InvalidOperation, ValueError, OverflowError):
            return value
        return number_text(number, is_percentage=value_type == "percentage")
    if value_type == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
    if value_type == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", "")
    if value_type == "time":
        return cell.get(f"{_OFFICE}time-value", "")
    return cell.get(f"{_OFFICE}string-value") or _paragraphs(cell)
