"""A table as a file holds it: a header and text cells, with the row each stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from foundation.errors import InputError
from loaders.files.declarations import conventions

ROW = "_row_no"


@dataclass(frozen=True)
class RawTable:
    """A table as read.

    Attributes:
        file: the file as it may be shown in messages, with its sheet.
        header: the header's cells.
        cells: text columns `c0`, `c1`, … (an empty cell is an empty text), and `_row_no`, the
            1-based row or line of the file.
        format: `csv`, `tsv`, `xlsx`, `ods`, `parquet` or `ndjson`.
        encoding: of a text file.
        sheet: of a workbook.
    """

    file: str
    header: tuple[str, ...]
    cells: pl.DataFrame
    format: str
    encoding: str | None = None
    sheet: str | None = None

    @property
    def columns(self) -> list[str]:
        return [f"c{index}" for index in range(len(self.header))]


@dataclass(frozen=True)
class Grid:
    """Rows of text cells with their 1-based numbers, before the header is told from the rest."""

    file: str
    rows: Sequence[tuple[int, Sequence[str]]]
    format: str
    encoding: str | None = None
    sheet: str | None = None


def table_of(grid: Grid) -> RawTable:
    """The one table of a grid: a header, then rows until the last that holds anything.

    Raises:
        InputError: no rows, an empty row within the table, a row longer than the header, or more
            rows, columns or characters than the limits allow.
    """
    filled = [(number, row) for number, row in grid.rows if any(cell.strip() for cell in row)]
    if not filled:
        raise _refusal(grid, None, "an empty file", "a header and rows", "fill in the template")
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
            "delete the empty column, or move the second table to a file of its own",
        )
    rows = []
    for number, row in filled[1:]:
        if _width(row) > width:
            raise _refusal(
                grid,
                number,
                f"{_width(row)} cells",
                f"at most {width} cells, one for each column of the header",
                "delete what stands beside the table, or quote a cell that holds a separator",
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
        "delete the empty row, or move what is below it to a file of its own",
    )


def _refuse_sizes(grid: Grid, filled: Sequence[tuple[int, Sequence[str]]], width: int) -> None:
    limits = conventions().limits
    if len(filled) - 1 > limits.row_count:
        raise _refusal(
            grid,
            None,
            f"{len(filled) - 1} rows",
            f"at most {limits.row_count} rows",
            "split the file",
        )
    if width > limits.column_count:
        raise _refusal(
            grid,
            filled[0][0],
            f"{width} columns",
            f"at most {limits.column_count} columns",
            "keep the columns of the template only",
        )
    for number, row in filled:
        longest = max(map(len, row))
        if longest > limits.cell_characters:
            raise _refusal(
                grid,
                number,
                f"a cell of {longest} characters",
                f"at most {limits.cell_characters} characters in a cell",
                "shorten the cell, or close the quotation mark before it",
            )


def _refusal(grid: Grid, line: int | None, found: str, expected: str, mend: str) -> InputError:
    return InputError(file=grid.file, line=line, found=found, expected=expected, mend=mend)
