"""A table of a document read by its layout: every cell is a value, or listed as none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foundation.errors import InputError
from foundation.numerals import numeral_value
from loaders.layouts.declaration import Column, TableLayout
from loaders.layouts.numbering import numbered
from loaders.layouts.printed import Cell, Table, as_heading

_MOST_HEADER_ROWS = 3


@dataclass(frozen=True)
class NotData:
    """A cell that gives no value, and why."""

    cell: Cell
    reason_en: str
    reason_zh: str


@dataclass
class Value:
    """A value of a row: its text, the cells it stands in, and whether it stands above the row."""

    text: str
    cells: tuple[Cell, ...]
    is_carried: bool = False


@dataclass
class ReadTable:
    """The rows of a table by column, and all else it prints.

    Attributes:
        joined: values that stand on two pages.
        opened_on_page: values of cells that may go on from the page before, and are read as new.
        roc_year: the year that a heading names; empty where none does.
    """

    rows: list[dict[str, Value]] = field(default_factory=list)
    not_data: list[NotData] = field(default_factory=list)
    joined: list[Value] = field(default_factory=list)
    opened_on_page: list[Value] = field(default_factory=list)
    roc_year: str = ""


@dataclass(frozen=True)
class _Headed:
    """A column as this table prints it: the cells of a row it has, from `first` on."""

    column: Column
    first: int
    width: int


def read_tables(path: Path, layout: TableLayout, tables: Sequence[Table]) -> ReadTable:
    """The rows of a table, which may be printed in several pieces with the header on each.

    Raises:
        InputError: a heading, row or cell is left over, or a row is short of one.
    """
    read = ReadTable()
    headed: list[_Headed] = []
    header: list[list[str]] = []
    for table in tables:
        rows = table.rows()
        width = max(cell.column + cell.column_span for cell in table.cells)
        if not headed or [as_heading(c.text) for c in rows[0]] == header[0]:
            depth, headed = _header(path, layout, table, rows, read)
            header = [[as_heading(cell.text) for cell in row] for row in rows[:depth]]
        else:
            depth = 0
        if depth and width != headed[-1].first + headed[-1].width:
            widest = next(row for row in rows if row and _end(row) == width)
            raise _refusal(
                path,
                widest[-1],
                f"{width} cells in a row of table {layout.name}",
                f"{headed[-1].first + headed[-1].width}, one or two for each heading",
            )
        _read_rows(path, layout, table, rows, depth, headed, header, read)
    _refuse_other_values(path, layout, read)
    return read


def _refuse_other_values(path: Path, layout: TableLayout, read: ReadTable) -> None:
    for column in layout.columns:
        for row in read.rows if column.one_of else ():
            if (value := row.get(column.gives[-1])) and value.text not in column.one_of:
                raise _refusal(
                    path,
                    value.cells[0],
                    f"`{value.text[:20]}` in the column {column.headings[0]}",
                    f"one of {', '.join(column.one_of)}",
                )


def _end(row: Sequence[Cell]) -> int:
    return row[-1].column + row[-1].column_span


def _refusal(path: Path, cell: Cell, found: str, expected: str) -> InputError:
    where = f" (page {cell.place.page})" if cell.place.page else ""
    return InputError(
        file=path,
        line=cell.place.line,
        found=found + where,
        expected=expected,
        mend="compare the place with the document; mend the file, or declare the variant in its "
        "layout in loaders/layouts/shipped",
    )


def _header(
    path: Path, layout: TableLayout, table: Table, rows: list[list[Cell]], read: ReadTable
) -> tuple[int, list[_Headed]]:
    """How many rows are the header, and the columns below it."""
    data_width = max(cell.column + cell.column_span for cell in table.cells)
    unknown = rows[0][0]
    for depth in range(1, min(_MOST_HEADER_ROWS, len(rows) - 1) + 1):
        leaves = _leaves(rows[:depth], data_width)
        years = [
            next(
                (
                    (column, year)
                    for column in layout.columns
                    if (year := column.heading_year(cell.text)) is not None
                ),
                None,
            )
            for cell, _ in leaves
        ]
        found = [match[0] for match in years if match]
        missing = [
            column for column in layout.columns if column not in found and not column.is_optional
        ]
        if None in years:
            unknown = leaves[years.index(None)][0]
            continue
        if missing or len(set(found)) != len(found):
            continue
        read.roc_year = next((match[1] for match in years if match and match[1]), read.roc_year)
        for row in rows[:depth]:
            read.not_data += [NotData(cell, "heading", "欄名") for cell in row]
        return depth, _headed(path, leaves, found, rows[depth:], data_width)
    raise _refusal(
        path,
        unknown,
        f"a table whose headings are not those of {layout.name}: "
        f"`{as_heading(unknown.text) or 'a blank one'}` is the first that fits nowhere",
        "headings among "
        + ", ".join(column.headings[0] for column in layout.columns)
        + ", each once, in one to three rows",
    )


def _leaves(header: list[list[Cell]], data_width: int) -> list[tuple[Cell, int]]:
    """The lowest heading over each column, with the number of columns it stands over; 0: unsaid."""
    if all(row and _end(row) == data_width for row in header[:1]):
        over: list[Cell | None] = [None] * data_width
        for row in header:
            for cell in row:
                for column in range(cell.column, cell.column + cell.column_span):
                    if cell.text or over[column] is None:
                        over[column] = cell
        leaves: list[tuple[Cell, int]] = []
        for heading in over:
            if heading is None:
                continue
            if leaves and leaves[-1][0] is heading:
                leaves[-1] = (heading, leaves[-1][1] + 1)
            else:
                leaves.append((heading, 1))
        return leaves
    lowest = list(header[0])
    for row in header[1:]:
        above = iter(lowest)
        # A blank cell lies under a heading that goes on; the others under those that do not.
        lowest = [cell if cell.text else next(above, cell) for cell in row]
    return [(cell, 0) for cell in lowest]


def _headed(
    path: Path,
    leaves: list[tuple[Cell, int]],
    columns: list[Column],
    rows: list[list[Cell]],
    data_width: int,
) -> list[_Headed]:
    widths = [width for _, width in leaves]
    if 0 in widths:
        whole = [len(column.gives) for column in columns]
        widths = whole if data_width == sum(whole) else [1] * len(columns)
    headed = []
    first = 0
    for column, width in zip(columns, widths, strict=True):
        if width > len(column.gives):
            raise _refusal(
                path,
                rows[0][0] if rows and rows[0] else leaves[0][0],
                f"{width} columns under the heading {column.headings[0]}",
                f"{len(column.gives)} at most",
            )
        headed.append(_Headed(column, first, width))
        first += width
    return headed


def _read_rows(
    path: Path,
    layout: TableLayout,
    table: Table,
    rows: list[list[Cell]],
    depth: int,
    headed: list[_Headed],
    header: list[list[str]],
    read: ReadTable,
) -> None:
    row_no = depth
    width = headed[-1].first + headed[-1].width
    while row_no < len(rows):
        texts = [
            [as_heading(cell.text) for cell in row] for row in rows[row_no : row_no + len(header)]
        ]
        if texts == header:
            for row in rows[row_no : row_no + len(header)]:
                read.not_data += [NotData(cell, "heading again", "重複之欄名") for cell in row]
            row_no += len(header)
            # A header at the head of a page does not end the row that the page cuts.
            is_first_of_page = row_no - len(header) in table.page_starts
        else:
            is_first_of_page = row_no in table.page_starts
        if row_no >= len(rows):
            return
        row = rows[row_no]
        if row:
            _read_row(path, layout, table, row, width, row_no, headed, is_first_of_page, read)
        row_no += 1


def _read_row(
    path: Path,
    layout: TableLayout,
    table: Table,
    row: list[Cell],
    width: int,
    row_no: int,
    headed: list[_Headed],
    is_first_of_page: bool,
    read: ReadTable,
) -> None:
    covering = {
        column
        for cell in table.cells
        if cell.row < row_no < cell.row + cell.row_span
        for column in range(cell.column, cell.column + cell.column_span)
    }
    taken = covering | {
        column for cell in row for column in range(cell.column, cell.column + cell.column_span)
    }
    if taken != set(range(width)):
        raise _refusal(
            path,
            row[-1],
            f"{len(taken)} cells in row {row_no + 1} of table {layout.name}",
            f"{width} cells",
        )
    by_column = {cell.column: cell for cell in row}
    values: dict[str, Value] = {}
    for place in headed:
        cells = [
            by_column[column]
            for column in range(place.first, place.first + place.width)
            if column in by_column
        ]
        if any(cell.column + cell.column_span > place.first + place.width for cell in cells):
            raise _refusal(
                path,
                cells[-1],
                f"a cell merged over several columns: `{cells[-1].text[:20]}`",
                f"a cell of its own for {place.column.headings[0]}",
            )
        if not place.column.goes_on and (
            any(cell.row_span > 1 for cell in cells)
            or any(n in covering for n in range(place.first, place.first + place.width))
        ):
            raise _refusal(
                path,
                cells[0] if cells else row[0],
                f"a cell of {place.column.headings[0]} merged over several rows",
                "a cell of its own in each row",
            )
        values |= _values(path, place, cells)
    blank = [
        name for name in (layout.row_begins_with, layout.row_is_whole_with) if not values[name].text
    ]
    if is_first_of_page and read.rows:
        whole = layout.column_of(layout.row_is_whole_with)
        is_cut = bool(whole.one_of) and read.rows[-1][whole.gives[-1]].text not in whole.one_of
        if layout.row_is_whole_with in blank or is_cut:
            _go_on(read, values)
            return
        read.opened_on_page += [
            values[place.column.gives[-1]]
            for place in headed
            if place.column.goes_on and values[place.column.gives[-1]].text
        ]
    above = read.rows[-1] if read.rows else {}
    for place in headed:
        names = place.column.gives
        is_blank = not any(values[name].text for name in names)
        if is_blank and place.column.goes_on and above:
            for name in names:
                read.not_data += [
                    NotData(cell, "merged with the cell above", "與上列合併")
                    for cell in values[name].cells
                ]
                values[name] = Value(above[name].text, above[name].cells, is_carried=True)
        elif not place.column.is_blank_allowed and (
            lacking := [name for name in names if not values[name].text]
        ):
            raise _refusal(
                path,
                next(iter(values[lacking[0]].cells), row[0]),
                f"a blank {lacking[0]} in row {row_no + 1} of table {layout.name}",
                "a text",
            )
    read.rows.append(values)


def _values(path: Path, place: _Headed, cells: list[Cell]) -> dict[str, Value]:
    names = place.column.gives
    printed = tuple(cells)
    if len(names) == 1:
        return {names[0]: Value("".join(cell.text for cell in cells), printed)}
    number, name = names
    if place.width == 2:
        by_column = {cell.column: cell for cell in cells}
        pair = [by_column.get(place.first), by_column.get(place.first + 1)]
        texts = [cell.text if cell else "" for cell in pair]
        if texts[0] and not texts[1] and cells[0].column_span == 2:
            texts = _number_and_text(path, cells[0])
            pair = [cells[0], cells[0]]
        value = str(_number(path, pair[0])) if pair[0] and texts[0] else ""
        return {
            number: Value(value, tuple(filter(None, pair[:1]))),
            name: Value(texts[1], tuple(filter(None, pair[1:]))),
        }
    if not cells or not cells[0].text:
        return {number: Value("", printed), name: Value("", printed)}
    value, text = _number_and_text(path, cells[0])
    return {number: Value(value, printed), name: Value(text, printed)}


def _number_and_text(path: Path, cell: Cell) -> list[str]:
    found = numbered(cell.text)
    if found is None:
        raise _refusal(path, cell, f"no number before `{cell.text[:20]}`", "a number and a text")
    return [str(found.number), found.text]


def _number(path: Path, cell: Cell) -> int:
    text = cell.text.strip()
    value = numeral_value(text)
    if (
        value is None
        and (found := numbered(text if len(text) == 1 else f"{text}"))
        and not found.text
    ):
        value = found.number
    if value is None:
        raise _refusal(path, cell, f"`{text[:20]}` in the place of a number", "a number, 1 to 99")
    return value


def _go_on(read: ReadTable, values: Mapping[str, Value]) -> None:
    """Add what a page's first row prints to the row that the page before it ends with."""
    last = read.rows[-1]
    for name, value in values.items():
        if not value.text:
            read.not_data += [
                NotData(cell, "row of the page before", "續前頁之列") for cell in value.cells
            ]
            continue
        is_gap = all(
            c.isascii() and c.isalnum() for c in (last[name].text[-1:] or "　", value.text[0])
        )
        last[name].text += (" " if is_gap else "") + value.text
        last[name].cells += value.cells
        read.joined.append(last[name])


def cells_of(read: ReadTable) -> Iterator[Cell]:
    """Every cell that gives a value of a row."""
    for row in read.rows:
        for value in row.values():
            if not value.is_carried:
                yield from value.cells
