"""Part 壹 of each agency's plan: goals and the strategies under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.numerals import chinese_numeral
from loaders.documents.ey_fy107_plans.pages import Chapter, PagedText

# Where the only strategy has a heading but no number, nothing sets the goal's name apart from it:
# the name is the one the KPI table prints.
_NAME_BEFORE_HEADING = {
    (17, "五"): "提升人事人員服務效能",
    (31, "六"): "提供數位化便民服務，提升政府行政效能",
}


@dataclass(frozen=True)
class Strategy:
    """A strategy under its goal; `strategy_no` is empty where none is printed."""

    goal_no: str
    goal_name_zh: str
    strategy_no: str
    strategy_zh: str
    source_locator: str


@dataclass(frozen=True)
class _Goal:
    goal_no: str
    name_zh: str
    start: int
    body_start: int


def read_strategies(chapter: Chapter) -> list[Strategy]:
    """The strategies of one agency, in print order.

    Raises:
        ValueError: a goal has no text under it.
    """
    part = chapter.part("壹")
    goals = list(_goals(chapter.chapter_no, part.text))
    ends = [*(goal.start for goal in goals[1:]), len(part.text)]
    strategies: list[Strategy] = []
    for goal, end in zip(goals, ends, strict=True):
        found = list(_strategies(goal, part, end))
        if not found:
            raise ValueError(f"goal {goal.goal_no} of chapter {chapter.chapter_no} has no strategy")
        strategies += found
    return strategies


def goal_names(chapter: Chapter) -> dict[str, str]:
    """Name of each goal by its printed number."""
    return {
        goal.goal_no: goal.name_zh for goal in _goals(chapter.chapter_no, chapter.part("壹").text)
    }


def _goals(chapter_no: int, text: str) -> Iterator[_Goal]:
    position, number = 0, 1
    while True:
        goal_no = chinese_numeral(number)
        # A goal's name has no full stop and ends at its first strategy or at a colon.
        heading = re.compile(rf"{goal_no}、(?P<name_zh>[^。：]+?)(?P<colon>：|(?=（一）))").search(
            text, position
        )
        if heading is None:
            return
        name_zh, position = heading["name_zh"], heading.end()
        if (chapter_no, goal_no) in _NAME_BEFORE_HEADING:
            name_zh = _NAME_BEFORE_HEADING[chapter_no, goal_no]
            position = heading.start("name_zh") + len(name_zh)
        yield _Goal(goal_no, name_zh, heading.start(), position)
        number += 1


def _strategies(goal: _Goal, part: PagedText, end: int) -> Iterator[Strategy]:
    marks: list[tuple[str, int]] = [("", goal.body_start)]
    while True:
        strategy_no = chinese_numeral(len(marks))
        start = part.text.find(f"（{strategy_no}）", marks[-1][1], end)
        if start < 0:
            break
        marks.append((strategy_no, start))
    for (strategy_no, start), following in zip(
        marks, [*(start for _, start in marks[1:]), end], strict=True
    ):
        text_start = start + (len(strategy_no) + 2 if strategy_no else 0)
        if text_start == following:
            continue
        yield Strategy(
            goal.goal_no,
            goal.name_zh,
            strategy_no,
            part.text[text_start:following],
            part.labels[start],
        )
