"""Chapter 1: the numbered directions of the Executive Yuan's policy guidelines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.numerals import chinese_numeral
from loaders.documents.ey_fy107_plans.pages import Chapter

_SECTIONS = "壹貳參肆伍陸柒捌"
_FIRST_SECTION = "訂定107年度施政方針如次："


@dataclass(frozen=True)
class Direction:
    """A direction under its section."""

    section_no: str
    section_name_zh: str
    item_no: str
    direction_zh: str
    source_locator: str


def read_directions(chapter: Chapter) -> list[Direction]:
    """The directions of chapter 1, in print order."""
    return list(_directions(chapter))


def _directions(chapter: Chapter) -> Iterator[Direction]:
    text = chapter.body.text
    position = text.index(_FIRST_SECTION) + len(_FIRST_SECTION)
    starts: list[int] = []
    for numeral in _SECTIONS:
        # A section begins the text or follows the full stop of the direction before it.
        opened = re.compile(rf"(?<=[：。]){numeral}、").search(text, position)
        if opened is None:
            raise ValueError(f"no section {numeral} in chapter 1")
        starts.append(opened.start())
        position = opened.end()
    for numeral, start, end in zip(_SECTIONS, starts, [*starts[1:], len(text)], strict=True):
        name_end = text.index("一、", start)
        item_starts = [name_end]
        while True:
            following = text.find(
                f"。{chinese_numeral(len(item_starts) + 1)}、", item_starts[-1], end
            )
            if following < 0:
                break
            item_starts.append(following + 1)
        for number, (first, last) in enumerate(
            zip(item_starts, [*item_starts[1:], end], strict=True), start=1
        ):
            item_no = chinese_numeral(number)
            yield Direction(
                numeral,
                text[start + 2 : name_end],
                item_no,
                text[first + len(item_no) + 1 : last],
                chapter.body.labels[first],
            )
