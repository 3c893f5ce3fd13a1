"""What a document prints, whatever the format of its file: lines and tables of cells, in order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """Where something is printed.

    Attributes:
        line: 1-based line of a text; of other files, the place in the order of lines and cells.
        page: 1-based page, where the file has pages.
        box: left, top, right and bottom on that page, in points.
    """

    line: int
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Line:
    """A paragraph outside tables, or a printed line of one where the file has pages."""

    text: str
    place: Place


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, where it is printed, and how far it is merged.

    Attributes:
        row: 0-based row it begins in.
        column: 0-based column it begins in.
    """

    text: str
    row: int
    column: int
    place: Place
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        cells: by row, then by column.
        page_starts: rows that are the first of a page, without the first row of the table.
    """

    cells: tuple[Cell, ...]
    page_starts: frozenset[int] = frozenset()

    @property
    def place(self) -> Place:
        return self.cells[0].place

    def rows(self) -> list[list[Cell]]:
        """The cells that begin in each row."""
        rows: list[list[Cell]] = [[] for _ in range(1 + max(cell.row for cell in self.cells))]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


Block = Line | Table


@dataclass(frozen=True)
class Printed:
    """A whole document.

    Attributes:
        blocks: its lines and tables in print order.
        characters: how often each character stands in the file, counted by another route than the
            one that found the blocks; white space is not counted.
        furniture: lines that every page repeats, and page numbers.
    """

    blocks: tuple[Block, ...]
    characters: Counter[str]
    furniture: tuple[Line, ...] = ()


def printed_characters(texts: Iterable[str]) -> Counter[str]:
    """How often each character that is no white space stands in these texts."""
    return Counter(character for text in texts for character in text if not character.isspace())


def texts_of(blocks: Sequence[Block]) -> list[str]:
    """Every text of lines and cells, in order."""
    return [
        text
        for block in blocks
        for text in (
            [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells]
        )
    ]


def as_heading(text: str) -> str:
    """Text as headings are compared: without spaces, and of one width."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
