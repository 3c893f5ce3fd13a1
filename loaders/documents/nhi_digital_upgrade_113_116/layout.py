"""Lines, cells and sections of the digital upgrade plan, without what only a page prints.

The text has one fragment of a wrapped cell a line; a fragment that ends in a space ends its cell.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.documents.flow import Cell, FlowText, NumberedLine

READINGS = Path(__file__).with_name("readings.csv")
YEARS = ("113", "114", "115", "116")
TOTAL_YEAR = "合計"
_PAGE_BREAK = "\f"
_RUNNING_TITLE = "健保醫療平權數位升級計畫（113 年至 116 年）"
_PAGE_NUMBER = re.compile(r"\s*\d{1,3}\s*")


def joined(text: str) -> str:
    """One fragment as running text."""
    return FlowText.join([(0, text)]).text


def table_lines(
    lines: Sequence[str], first: str, last: str | None, headings: Sequence[str] = ()
) -> list[NumberedLine]:
    """The lines from the one that begins with `first` up to the one that begins with `last`.

    Running titles, page numbers and the blocks of repeated column `headings` become page breaks.
    """
    texts = [line.strip() for line in lines]
    start = next(index for index, text in enumerate(texts) if text.startswith(first))
    after = range(start + 1, len(texts))
    ends = (index for index in after if last is not None and texts[index].startswith(last))
    end = next(ends) if last is not None else len(texts)
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


def cell_flows(lines: Iterable[NumberedLine]) -> Iterator[FlowText]:
    """Yield the text of each cell: up to a fragment that ends in a space, or to a page break."""
    fragments: list[NumberedLine] = []
    for number, line in lines:
        if line != _PAGE_BREAK and line.strip():
            fragments.append((number, line))
        if fragments and (line == _PAGE_BREAK or (line.strip() and line.endswith(" "))):
            yield FlowText.join(fragments)
            fragments = []
    if fragments:
        yield FlowText.join(fragments)


def without_breaks(lines: Iterable[NumberedLine]) -> list[NumberedLine]:
    """The lines that hold text."""
    return [(number, line) for number, line in lines if line != _PAGE_BREAK and line.strip()]


@dataclass(frozen=True)
class Readings:
    """Where the text does not set cells apart, or a page break cuts one, what was read.

    Attributes:
        splits: the parts of what looks like one cell, by the line it begins on.
        joins: the cell (line, part) that a later fragment (line, part) goes on with.
        remarks: the lines whose cell is a remark, not another check.
    """

    splits: dict[int, list[str]]
    joins: dict[tuple[int, int], tuple[int, int]]
    remarks: frozenset[int]

    @classmethod
    def of_table(cls, table: str) -> Readings:
        """The readings of one table of `readings.csv`."""
        splits: dict[int, list[str]] = {}
        joins: dict[tuple[int, int], tuple[int, int]] = {}
        remarks: set[int] = set()
        with READINGS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["table"] != table:
                    continue
                if row["action"] == "split":
                    splits[int(row["place"])] = row["reading"].split("|")
                elif row["action"] == "remark":
                    remarks.add(int(row["place"]))
                else:
                    joins[_place(row["place"])] = _place(row["reading"])
        return cls(splits, joins, frozenset(remarks))

    def apply(self, printed: Iterable[FlowText]) -> list[Cell]:
        """The cells as read: split, then joined; a numbered part goes on a line of its own.

        Raises:
            ValueError: a reading does not fit the text.
        """
        parts: dict[tuple[int, int], Cell] = {}
        for flow in printed:
            first_line = flow.line_numbers[0]
            texts = self.splits.get(first_line, [flow.text])
            if "".join(texts) != flow.text:
                raise ValueError(f"the reading of line {first_line} is not its text {flow.text}")
            start = 0
            for part, text in enumerate(texts, start=1):
                parts[first_line, part] = Cell(text, flow.line_numbers[start])
                start += len(text)
        places = (
            {(line, 1) for line in {*self.splits, *self.remarks}}
            | self.joins.keys()
            | set(self.joins.values())
        )
        if not places <= parts.keys():
            raise ValueError(f"no cell begins at {sorted(places - parts.keys())}")
        for continuation, target in self.joins.items():
            rest = parts.pop(continuation).text
            mark = "\n" if re.match(r"\d\.", rest) else ""
            parts[target] = Cell(f"{parts[target].text}{mark}{rest}", parts[target].line)
        return list(parts.values())


def _place(text: str) -> tuple[int, int]:
    line, _, part = text.partition("#")
    return int(line), int(part or "1")


def rows_of(cells: Sequence[Cell], column_count: int) -> list[tuple[Cell, ...]]:
    """The cells in rows of `column_count`.

    Raises:
        ValueError: the last row is not full.
    """
    if len(cells) % column_count:
        raise ValueError(f"{len(cells)} cells do not fill rows of {column_count}")
    return [
        tuple(cells[start : start + column_count]) for start in range(0, len(cells), column_count)
    ]
