"""Plain text: a tab opens a cell, on a line of its own or between the cells of a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.layouts.printed import Block, Cell, Line, Place, Printed, Table, printed_characters


def read_text_lines(lines: Sequence[str]) -> Printed:
    """The lines and tables of a text.

    Of cells a line each, lines without a tab go on with the cell above them and a blank line ends
    the row; where a line holds the cells of a row, it is the row.
    """
    return Printed(tuple(_blocks(lines)), printed_characters(lines))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    rows: list[list[tuple[str, int]]] = []
    is_open = is_row_a_line = False
    for number, line in enumerate(lines, start=1):
        is_row_of_cells = line.count("\t") > 1 or "\t" in line.lstrip("\t")
        if is_row_of_cells or (is_row_a_line and rows and "\t" in line):
            rows.append([(text.strip(), number) for text in line.split("\t")])
            is_open, is_row_a_line = False, True
        elif line.startswith("\t"):
            if not is_open:
                rows.append([])
            rows[-1].append((line[1:].strip(), number))
            is_open, is_row_a_line = True, False
        elif not line.strip():
            is_open = False
        elif is_open:
            text, first = rows[-1][-1]
            rows[-1][-1] = (f"{text}\n{line.strip()}", first)
        else:
            yield from _table(rows)
            rows = []
            yield Line(line.strip(), Place(number))
    yield from _table(rows)


def _table(rows: Sequence[Sequence[tuple[str, int]]]) -> Iterator[Table]:
    if rows:
        yield Table(
            tuple(
                Cell(text, row_no, column, Place(number))
                for row_no, row in enumerate(rows)
                for column, (text, number) in enumerate(row)
            )
        )
