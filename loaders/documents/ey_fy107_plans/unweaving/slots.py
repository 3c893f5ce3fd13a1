"""The columns of a printed line and what each may print next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from loaders.documents.ey_fy107_plans.unweaving.widths import (
    DEAREST,
    SENTENCE_END,
    TOO_WIDE,
    BreakableText,
    character_width,
)

# How much wider than its column a line of a cell may be, in half-width characters.
_SLACK = 4
# A row whose free cell is empty.
_EMPTY = 6.0
# A free character. Every reading of the whole text has as many of them; on the way there, those
# fall behind that take for free what is a transcribed cell.
_FREE = 2.0
# What a slot remembers of its cells between lines.
Memory = Any
# Length of the piece, its cost, and the memory after it.
Piece = tuple[int, float, Memory]


class Slot(Protocol):
    """One column of the table; widths are in half-width characters."""

    @property
    def start(self) -> Memory:
        """The memory before the first row."""

    def opens(self, text: BreakableText, position: int, memory: Memory, /) -> Iterator[Piece]:
        """Pieces that may stand here on the first line of a row; length 0 where there is none."""

    def goes_on(self, text: BreakableText, position: int, memory: Memory, /) -> Iterator[Piece]:
        """Pieces that may stand here on a later line; length 0 ends or skips the cell."""

    def may_close(self, memory: Memory, /) -> bool:
        """Whether a row may end here."""


@dataclass(frozen=True)
class TranscribedSlot:
    """A column whose cells were read: each prints from the first line of its row on.

    Where a row's cell is None it is merged with the one above, whose lines go on beside the row.
    The memory is the row and how much of the cell is printed.
    """

    width: int
    cells: tuple[str | None, ...]
    ragged: int = 2

    @property
    def start(self) -> Memory:
        return -1, 0

    def opens(self, text: BreakableText, position: int, memory: Memory, /) -> Iterator[Piece]:
        row, used = memory
        if row + 1 == len(self.cells):
            return
        yield from self._pieces(
            text, position, row + 1, 0 if self.cells[row + 1] is not None else used
        )

    def goes_on(self, text: BreakableText, position: int, memory: Memory, /) -> Iterator[Piece]:
        yield from self._pieces(text, position, *memory)

    def may_close(self, memory: Memory, /) -> bool:
        row, used = memory
        goes_on = row + 1 < len(self.cells) and self.cells[row + 1] is None
        return goes_on or used == len(self._cell_beside[row].text)

    @cached_property
    def _cell_beside(self) -> tuple[BreakableText, ...]:
        cells: list[BreakableText] = []
        for cell in self.cells:
            cells.append(cells[-1] if cell is None else BreakableText(cell))
        return tuple(cells)

    def _pieces(self, text: BreakableText, position: int, row: int, used: int) -> Iterator[Piece]:
        cell = self._cell_beside[row]
        if used == len(cell.text):
            yield 0, 0.0, (row, used)
            return
        width = 0
        for length, character in enumerate(cell.text[used:], start=1):
            width += character_width(character)
            if width > self.width + _SLACK or character != text.at(position + length - 1):
                return
            end = used + length
            cost = cell.break_cost(character, width, end, self.width, self.ragged)
            yield length, cost, (row, end)


@dataclass(frozen=True)
class FreeSlot:
    """A column whose cells are what the others leave; the memory is whether the cell goes on."""

    width: int
    ragged: int = 2

    @property
    def start(self) -> Memory:
        return False

    def opens(self, text: BreakableText, position: int, _memory: Memory, /) -> Iterator[Piece]:
        yield 0, _EMPTY, False
        yield from self._pieces(text, position)

    def goes_on(self, text: BreakableText, position: int, memory: Memory, /) -> Iterator[Piece]:
        if memory:
            yield from self._pieces(text, position)
        else:
            yield 0, 0.0, False

    def may_close(self, memory: Memory, /) -> bool:
        return not memory

    def _pieces(self, text: BreakableText, position: int) -> Iterator[Piece]:
        width = 0
        for end in range(position + 1, len(text.text) + 1):
            width += text.widths[end - 1]
            if width > self.width + _SLACK:
                return
            last = text.text[end - 1]
            cost = _FREE * (end - position) + max(0.0, TOO_WIDE * (width - self.width))
            yield end - position, cost + (0.0 if last in SENTENCE_END else 1.0), False
            spare = max(0, self.width - width)
            # Of two lines the fuller one is likelier.
            cost += 0.1 * spare
            if spare > self.ragged:
                cost += 1.0 if last in SENTENCE_END else min(1.5 * (spare - self.ragged), DEAREST)
            yield end - position, cost, True
