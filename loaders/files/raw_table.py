"""A table as a file holds it: a header and text cells, with the row each stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from foundation.errors import InputError
from loaders.files.declarations import conventions

ROW = "_row_no"
# Where a recipe makes several rows of a line, their numbers are the line's times this, plus the
# number of the column that the figure stands in.
ROWS_A_LINE = 1000
RECIPE_MEND = (
    "`warehouse recipe FILE --as KIND` drafts a recipe that says what to do with it; "
    "then load with `--recipe`"
)


@dataclass(frozen=True)
class RawTable:
    """A table as read.

    Attributes:
        file: the file as it may be shown in messages, with its sheet.
        header: the header's cells.
        cells: text columns `c0`, `c1`, … (an empty cell is an empty text), and `_row_no`, the
            1-based row or line of the file.
        format: `csv`, `tsv`, `xls`, `xlsx`, `ods`, `parquet`, `json` or `ndjson`.
        encoding: of a text file.
        sheet: of a workbook.
        rows_a_line: how many row numbers a line of the file takes; 1 without a recipe.
        notes: what a person who loads the table should know of it.
    """

    file: str
    header: tuple[str, ...]
    cells: pl.DataFrame
    format: str
    encoding: str | None = None
    sheet: str | None = None
    rows_a_line: int = 1
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        return [f"c{index}" for index in range(len(self.header))]


@dataclass(frozen=True)
class Grid:
    """Rows of text cells with their 1-based numbers, before the header is told from the rest.

    Attributes:
        file, format, encoding, sheet, notes: as `RawTable` has them.
        rows: the cells of each row, by its number.
        merged: where the first merged cells stand; they are a matter for a recipe.
        beside: the cells of other sheets that are not loaded, which may still hold personal data.
    """

    file: str
    rows: Sequence[tuple[int, Sequence[str]]]
    format: str
    encoding: str | None = None
    sheet: str | None = None
    notes: tuple[str, ...] = ()
    merged: str | None = None
    beside: tuple[Grid, ...] = ()


def line_of(row_no: int, rows_a_line: int) -> int:
    """The line or row of the file that a row number stands for."""
    return row_no // rows_a_line


def place_of(rows_a_line: int, row_no: pl.Expr | None = None) -> pl.Expr:
    """Where a row stands in its file, such as `12`, or `12:C3` for the figure in its third cell."""
    row = pl.col(ROW) if row_no is None else row_no
    if rows_a_line == 1:
        return row.cast(pl.String)
    line, column = row // rows_a_line, row % rows_a_line
    return (
        pl.when(column > 0).then(pl.format("{}:C{}", line, column)).otherwise(line.cast(pl.String))
    )


def whole_table(grid: Grid, header_rows: Sequence[int] = ()) -> RawTable:
    """All cells of a grid but the headers', whatever a recipe makes of them.

    Args:
        grid: the rows.
        header_rows: the rows that hold headers; the first filled row where none are named.
    """
    width = max((len(row) for _, row in grid.rows), default=0)
    filled = [(number, row) for number, row in grid.rows if any(cell.strip() for cell in row)]
    wanted = set(header_rows) or {number for number, _ in filled[:1]}
    headers = [row for number, row in filled if number in wanted]
    header = tuple(
        " ".join(row[index].strip() for row in headers if index < len(row) and row[index].strip())
        for index in range(width)
    )
    columns = [f"c{index}" for index in range(width)]
    schema = {ROW: pl.Int64, **dict.fromkeys(columns, pl.String)}
    rows = [
        [number, *row, *[""] * (width - len(row))] for number, row in filled if number not in wanted
    ]
    cells = pl.DataFrame(rows, schema=schema, orient="row")
    return RawTable(grid.file, header, cells, grid.format, grid.encoding, grid.sheet)


def table_of(grid: Grid) -> RawTable:
    """The one table of a grid: a header, then rows until the last that holds anything.

    Raises:
        InputError: no rows, merged cells, an empty row within the table, a row longer than the
            header, or more rows, columns or characters than the limits allow.
    """
    filled = [(number, row) for number, row in grid.rows if any(cell.strip() for cell in row)]
    if not filled:
        raise _refusal(grid, None, "an empty file", "a header and rows", "fill in the template")
    if grid.merged is not None:
        found = f"merged cells at {grid.merged}"
        raise _refusal(grid, None, found, "one value a cell", RECIPE_MEND)
    header_no, header_row = filled[0]
    width = _width(header_row)
    _refuse_gaps(grid, filled, header_no)
    _refuse_sizes(grid, filled, width)
    if not all(cell.strip() for cell in header_row[:width]):
        raise _refusal(
            grid,
            header_no,
            "a column without a header between others",
            "one table whose columns stand side by side",
            RECIPE_MEND,
        )
    rows = []
    for number, row in filled[1:]:
        if _width(row) > width:
            raise _refusal(
                grid,
                number,
                f"{_width(row)} cells",
                f"at most {width} cells, one for each column of the header",
                f"quote a cell that holds a separator; where titles stand above, {RECIPE_MEND}",
            )
        rows.append([number, *row[:width], *[""] * (width - len(row))])
    if not rows:
        raise _refusal(
            grid, header_no, "a header without rows", "rows below the header", "add rows"
        )
    columns = [f"c{index}" for index in range(width)]
    schema = {ROW: pl.Int64, **dict.fromkeys(columns, pl.String)}
    return RawTable(
        file=grid.file,
        header=tuple(cell.strip() for cell in header_row[:width]),
        cells=pl.DataFrame(rows, schema=schema, orient="row"),
        format=grid.format,
        encoding=grid.encoding,
        sheet=grid.sheet,
        notes=grid.notes,
    )


def _width(row: Sequence[str]) -> int:
    return max((index + 1 for index, cell in enumerate(row) if cell.strip()), default=0)


def _refuse_gaps(grid: Grid, filled: Sequence[tuple[int, Sequence[str]]], first: int) -> None:
    numbers = {number for number, _ in filled}
    last = filled[-1][0]
    empty = [number for number, _ in grid.rows if first < number < last and number not in numbers]
    if not empty:
        return
    next_filled = min(number for number in numbers if number > empty[0])
    raise _refusal(
        grid,
        next_filled,
        f"more below the empty row {empty[0]}",
        "one table without empty rows",
        RECIPE_MEND,
    )


def refuse_row_count(grid: Grid, row_count: int) -> None:
    """Refuse more rows than a file in memory may have.

    Raises:
        InputError: there are more.
    """
    limit = conventions().limits.row_count
    if row_count > limit:
        raise _refusal(grid, None, f"{row_count} rows", f"at most {limit} rows", "split the file")


def _refuse_sizes(grid: Grid, filled: Sequence[tuple[int, Sequence[str]]], width: int) -> None:
    limits = conventions().limits
    refuse_row_count(grid, len(filled) - 1)
    if width > limits.column_count:
        raise _refusal(
            grid,
            filled[0][0],
            f"{width} columns",
            f"at most {limits.column_count} columns",
            RECIPE_MEND,
        )
    for number, row in filled:
        longest = max(map(len, row))
        if longest > limits.cell_characters:
            raise _refusal(
                grid,
                number,
                f"a cell of {longest} characters",
                f"at most {limits.cell_characters} characters in a cell",
                "close the quotation mark before it; a recipe may leave the column out",
            )


def _refusal(grid: Grid, line: int | None, found: str, expected: str, mend: str) -> InputError:
    return InputError(file=grid.file, line=line, found=found, expected=expected, mend=mend)
