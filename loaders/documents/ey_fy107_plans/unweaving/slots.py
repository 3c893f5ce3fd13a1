"""The columns of a printed line and what each may print next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from loaders.documents.ey_fy107_plans.unweaving.language import END, START, LanguageModel
from loaders.documents.ey_fy107_plans.unweaving.widths import WovenText, character_width

_OPENING, _CLOSING = frozenset("(（「『【〔《〈﹛{["), frozenset(")）」』】〕》〉﹜}]")
_UNBALANCED = 3.0
# A line may be short before a long word, or where the cell ends; an end this dear is none.
_LONGEST_WORD = 6
_NO_END_HERE = 12.0
# A name has neither full stops nor numbered paragraphs.
_PROSE_ONLY = frozenset("。；;")
_OUT_OF_PLACE = 8.0
_SIGNS, _NO_NUMBER = frozenset("-－"), 6.0
_IN_NUMBER = frozenset("0.,")
_SPLIT_NUMBER = 4.0

# What a slot remembers of its cell between lines; None where the cell has ended.
Memory = Any
# Length of the piece, its cost, and the memory after it.
Piece = tuple[int, float, Memory]


class Slot(Protocol):
    """One column of the table."""

    def opens(self, text: WovenText, position: int, memory: Memory, /) -> Iterator[Piece]:
        """Pieces that may stand here on the first line of a row."""

    def goes_on(self, text: WovenText, position: int, memory: Memory, /) -> Iterator[Piece]:
        """Pieces that may stand here on a later line; length 0 ends or skips the cell."""

    def closes(self, memory: Memory, /) -> tuple[float, Memory] | None:
        """Cost and memory of ending the cell with its row; None where it cannot end."""


@dataclass(frozen=True)
class FreeSlot:
    """A cell of any text, wrapped at a width.

    The memory is (last characters, width of the last line, brackets open), or what is left of a
    correction: a cell's whole text, put down where no cost tells the right reading.
    """

    width: int
    language: LanguageModel
    may_be_empty: bool = False
    slack: int = 2
    line_cost: float = 0.0
    ragged: int = 2
    is_prose: bool = True
    corrections: tuple[str, ...] = ()

    def opens(self, text: WovenText, position: int, _memory: Memory, /) -> Iterator[Piece]:
        if self.may_be_empty:
            yield 0, 2.5, None
        yield from self._pieces(text, position, START, 0.0, 0)
        for correction in self.corrections:
            yield from self._corrected(text, position, correction)

    def goes_on(self, text: WovenText, position: int, memory: Memory, /) -> Iterator[Piece]:
        if memory is None:
            yield 0, 0.0, None
            return
        if isinstance(memory, str):
            yield from self._corrected(text, position, memory)
            return
        context, last_width, brackets = memory
        yield 0, self.language.cost(context, END) + _UNBALANCED * brackets, None
        start_cost = text.break_cost(last_width, context[-1], position, self.width, self.ragged)
        yield from self._pieces(text, position, context, start_cost + self.line_cost, brackets)

    def closes(self, memory: Memory, /) -> tuple[float, Memory] | None:
        if memory is None:
            return 0.0, None
        if isinstance(memory, str):
            return None
        return self.language.cost(memory[0], END) + _UNBALANCED * memory[2], None

    def _corrected(self, text: WovenText, position: int, rest: str) -> Iterator[Piece]:
        width = 0
        for length, character in enumerate(rest, start=1):
            width += character_width(character)
            if width > self.width + self.slack or not text.text.startswith(rest[:length], position):
                return
            yield length, 0.0, rest[length:] or None

    def _pieces(
        self, text: WovenText, position: int, context: str, cost: float, brackets: int
    ) -> Iterator[Piece]:
        width = length = 0
        full = self.width - self.ragged - _LONGEST_WORD
        symbols, widths, language_cost = text.symbols, text.widths, self.language.cost
        for index in range(position, len(symbols)):
            width += widths[index]
            if width > self.width + self.slack:
                return
            symbol = symbols[index]
            cost += language_cost(context, symbol)
            if not self.is_prose and (symbol in _PROSE_ONLY or text.numbers_paragraph[index]):
                cost += _OUT_OF_PLACE
            if symbol in _OPENING:
                brackets += 1
            elif symbol in _CLOSING:
                if brackets:
                    brackets -= 1
                else:
                    cost += _UNBALANCED
            context = (context + symbol)[-3:]
            length += 1
            if (
                width < full
                and language_cost(context, END) > _NO_END_HERE
                and not text.begins_paragraph[min(index + 1, len(symbols) - 1)]
            ):
                continue
            if symbol in _IN_NUMBER and index + 1 < len(symbols) and symbols[index + 1] in "0%":
                yield length, cost + _SPLIT_NUMBER, (context, width, brackets)
            else:
                yield length, cost, (context, width, brackets)


@dataclass(frozen=True)
class TargetSlot(FreeSlot):
    """A target: nearly always a number with its unit."""

    def opens(self, text: WovenText, position: int, memory: Memory, /) -> Iterator[Piece]:
        first = text.text[position : position + 1]
        is_number = first.isdigit() or first in _SIGNS
        for length, cost, after in super().opens(text, position, memory):
            yield length, cost + (0.0 if is_number else _NO_NUMBER), after


@dataclass(frozen=True)
class MergedSlot:
    """A cell that may span several rows, printing its lines beside them.

    The memory is (cells begun, memory of the cell).
    """

    cell: FreeSlot
    start_cost: float = 2.0

    def opens(self, text: WovenText, position: int, memory: Memory, /) -> Iterator[Piece]:
        begun, inner = memory
        for length, cost, after in self.cell.goes_on(text, position, inner):
            if begun:
                yield length, cost + 0.3, (begun, after)
        closed = self.cell.closes(inner)
        if closed is not None:
            for length, cost, after in self.cell.opens(text, position, None):
                yield length, cost + closed[0] + self.start_cost, (begun + 1, after)

    def goes_on(self, text: WovenText, position: int, memory: Memory, /) -> Iterator[Piece]:
        begun, inner = memory
        for length, cost, after in self.cell.goes_on(text, position, inner):
            yield length, cost, (begun, after)

    def closes(self, memory: Memory, /) -> tuple[float, Memory] | None:
        return 0.0, memory


@dataclass(frozen=True)
class ListedSlot:
    """A cell whose text is one of a closed list of ways to print it, line by line."""

    printings: tuple[tuple[tuple[str, ...], float], ...]

    def opens(self, text: WovenText, position: int, _memory: Memory, /) -> Iterator[Piece]:
        for lines, cost in self.printings:
            if text.text.startswith(lines[0], position):
                yield len(lines[0]), cost, lines[1:] or None

    def goes_on(self, text: WovenText, position: int, memory: Memory, /) -> Iterator[Piece]:
        if memory is None:
            yield 0, 0.0, None
        elif text.text.startswith(memory[0], position):
            yield len(memory[0]), 0.0, memory[1:] or None

    def closes(self, memory: Memory, /) -> tuple[float, Memory] | None:
        return (0.0, None) if memory is None else None


@dataclass(frozen=True)
class CodeSlot:
    """A single printed digit on the first line of a row."""

    codes: str

    def opens(self, text: WovenText, position: int, _memory: Memory, /) -> Iterator[Piece]:
        if text.text[position : position + 1] in set(self.codes):
            yield 1, 0.0, None

    def goes_on(self, _text: WovenText, _position: int, _memory: Memory, /) -> Iterator[Piece]:
        yield 0, 0.0, None

    def closes(self, _memory: Memory, /) -> tuple[float, Memory] | None:
        return 0.0, None


@dataclass(frozen=True)
class GoalSlot:
    """The merged goal number and name, and the number of the KPI after them.

    The number's column is one character wide: 十一 is printed 十 above 一. The memory is
    (goals begun, rest of the number, rest of the name, KPIs begun under it).
    """

    goals: tuple[tuple[str, str], ...]
    width: int

    def opens(self, text: WovenText, position: int, memory: Memory, /) -> Iterator[Piece]:
        begun, number_rest, rest, kpis = memory
        if not rest and not number_rest and begun < len(self.goals):
            numeral, name = self.goals[begun]
            for length, cost, left in self._lines(text, position, numeral[0], name):
                if text.text.startswith("1", position + length):
                    yield length + 1, cost, (begun + 1, numeral[1:], left, 1)
        if kpis:
            number = str(kpis + 1)
            for length, cost, left in self._lines(text, position, number_rest, rest):
                if text.text.startswith(number, position + length):
                    yield length + len(number), cost, (begun, "", left, kpis + 1)

    def goes_on(self, text: WovenText, position: int, memory: Memory, /) -> Iterator[Piece]:
        begun, number_rest, rest, kpis = memory
        for length, cost, left in self._lines(text, position, number_rest, rest):
            yield length, cost, (begun, "", left, kpis)

    def closes(self, memory: Memory, /) -> tuple[float, Memory] | None:
        return 0.0, memory

    def _lines(
        self, text: WovenText, position: int, number: str, rest: str
    ) -> Iterator[tuple[int, float, str]]:
        if not text.text.startswith(number, position):
            return
        if not rest:
            yield len(number), 0.0, ""
            return
        position += len(number)
        width = 0
        for length in range(1, len(rest) + 1):
            if text.text[position + length - 1 : position + length] != rest[length - 1]:
                return
            width += character_width(rest[length - 1])
            if width > self.width + 2:
                return
            left = rest[length:]
            if left:
                cost = 0.0 if width >= self.width - 2 else 1.0
                if width >= self.width - 5:
                    yield len(number) + length, cost, left
                continue
            yield len(number) + length, max(0, width - self.width) * 1.0, ""
            # Part 壹 ends no goal's name with a full stop, the table now and then does.
            if text.text.startswith("。", position + length):
                yield len(number) + length + 1, 0.5, ""
            elif width == self.width:
                yield len(number) + length, 3.0, "。"
