"""Lines, cells and sections of the digital upgrade plan, without what only a page prints.

The text has one fragment of a wrapped cell a line; a fragment that ends in a space ends its cell.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.documents.flow import FlowText

NumberedLine = tuple[int, str]

READINGS = Path(__file__).with_name("readings.csv")
YEARS = ("113", "114", "115", "116")
TOTAL_YEAR = "合計"
_PAGE_BREAK = "\f"
_RUNNING_TITLE = "健保醫療平權數位升級計畫（113 年至 116 年）"
_PAGE_NUMBER = re.compile(r"\s*\d{1,3}\s*")


@dataclass(frozen=True)
class Cell:
    """A table cell: its text without wrapping, and the 1-based line it begins on."""

    text: str
    line: int


def joined(text: str) -> str:
    """One fragment as running text."""
    return FlowText.join([(0, text)]).text


def table_lines(
    lines: Sequence[str], first: str, last: str, headings: Sequence[str] = ()
) -> list[NumberedLine]:
    """The lines from the one that begins with `first` up to the one that begins with `last`.

    Running titles, page numbers and the blocks of repeated column `headings` become page breaks.
    """
    texts = [line.strip() for line in lines]
    start = next(index for index, text in enumerate(texts) if text.startswith(first))
    end = next(index for index in range(start + 1, len(texts)) if texts[index].startswith(last))
    kept: list[NumberedLine] = []
    follows_title = False
    for index in range(start, end):
        text = texts[index]
        is_page_number = follows_title and _PAGE_NUMBER.fullmatch(text) is not None
        if text == _RUNNING_TITLE or is_page_number or text in headings:
            kept.append((index + 1, _PAGE_BREAK))
        else:
            kept.append((index + 1, lines[index]))
        follows_title = text == _RUNNING_TITLE or (follows_title and not text)
    return kept


def cells(lines: Iterable[NumberedLine]) -> Iterator[Cell]:
    """Yield each cell: fragments up to one that ends in a space, or up to a page break."""
    fragments: list[NumberedLine] = []
    for number, line in lines:
        if line != _PAGE_BREAK and line.strip():
            fragments.append((number, line))
        if fragments and (line == _PAGE_BREAK or (line.strip() and line.endswith(" "))):
            yield Cell(FlowText.join(fragments).text, fragments[0][0])
            fragments = []
    if fragments:
        yield Cell(FlowText.join(fragments).text, fragments[0][0])


def without_breaks(lines: Iterable[NumberedLine]) -> list[NumberedLine]:
    """The lines that hold text."""
    return [(number, line) for number, line in lines if line != _PAGE_BREAK and line.strip()]


@dataclass(frozen=True)
class Readings:
    """Where the text does not set cells apart, or a page break cuts one, what was read.

    Attributes:
        splits: the parts of what looks like one cell, by the line it begins on.
        joins: the cell (line, part) that a later fragment (line, part) goes on with.
    """

    splits: dict[int, list[str]]
    joins: dict[tuple[int, int], tuple[int, int]]

    @classmethod
    def of_table(cls, table: str) -> Readings:
        """The readings of one table of `readings.csv`."""
        splits: dict[int, list[str]] = {}
        joins: dict[tuple[int, int], tuple[int, int]] = {}
        with READINGS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["table"] != table:
                    continue
                if row["action"] == "split":
                    splits[int(row["place"])] = row["reading"].split("|")
                else:
                    joins[_place(row["place"])] = _place(row["reading"])
        return cls(splits, joins)

    def apply(self, printed: Iterable[Cell], lines: Sequence[str]) -> list[Cell]:
        """The cells as read: split, then joined; a numbered part goes on a line of its own.

        Raises:
            ValueError: a reading does not fit the text.
        """
        parts: dict[tuple[int, int], Cell] = {}
        unused = set(self.splits)
        for cell in printed:
            texts = self.splits.get(cell.line, [cell.text])
            unused.discard(cell.line)
            if "".join(texts) != cell.text:
                raise ValueError(f"the reading of line {cell.line} is not its text {cell.text}")
            for part, text in enumerate(texts, start=1):
                line = _line_of(text, cell.line, lines) if part > 1 else cell.line
                parts[cell.line, part] = Cell(text, line)
        if unused or not parts.keys() >= self.joins.keys() | set(self.joins.values()):
            raise ValueError("a reading stands for a line that begins no cell")
        for continuation, target in self.joins.items():
            rest = parts.pop(continuation).text
            mark = "\n" if re.match(r"\d\.", rest) else ""
            parts[target] = Cell(f"{parts[target].text}{mark}{rest}", parts[target].line)
        return list(parts.values())


def _place(text: str) -> tuple[int, int]:
    line, _, part = text.partition("#")
    return int(line), int(part or "1")


def _line_of(text: str, first: int, lines: Sequence[str]) -> int:
    beginning = text[:3]
    return next(
        number
        for number in range(first, len(lines))
        if beginning in joined(lines[number - 1])
        or (len(joined(lines[number - 1])) < len(beginning) and text.startswith(lines[number - 1]))
    )
