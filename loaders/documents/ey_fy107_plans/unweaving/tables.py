"""The two tables as columns: their widths, their closed lists, and the corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import permutations
from pathlib import Path

from loaders.csv_files import read_table
from loaders.documents.ey_fy107_plans.pages import Chapter
from loaders.documents.ey_fy107_plans.strategies import goal_names
from loaders.documents.ey_fy107_plans.unweaving.language import LanguageModel, comparable
from loaders.documents.ey_fy107_plans.unweaving.slots import (
    CodeSlot,
    FreeSlot,
    GoalSlot,
    ListedSlot,
    Memory,
    MergedSlot,
    Slot,
    TargetSlot,
)
from loaders.documents.ey_fy107_plans.unweaving.widths import character_width

CORRECTIONS = Path(__file__).parents[1] / "corrections.csv"
CORRECTIONS_COLUMNS = ["chapter_no", "column_name", "cell_text", "reason_en"]
KPI_MEMORIES: tuple[Memory, ...] = ((0, "", "", 0), None, None, None, None, None, None)
PLAN_MEMORIES: tuple[Memory, ...] = ((0, None), None, None, None, None)
CATEGORIES = ("社會發展", "公共建設", "科技發展", "其它")
_METHODS = ("統計數據", "進度控管", "問卷調查", "民意調查", "實地查證")
_LINK_WIDTH = 8
# Two KPI tables number fewer goals than part 壹, in their own order.
_TABLE_GOALS: dict[int, dict[str, str]] = {
    12: {"七": "妥適配置預算資源，提升預算執行效率", "八": ""},
    34: {
        "一": "強化地方與中央機關溝通與協調功能",
        "二": "辦理基層訪視",
        "三": "強化員工職能，有效運用人力",
        "四": "妥適配置預算資源，提升預算執行效率",
        "五": "",
    },
}


def table_goals(chapter: Chapter) -> tuple[tuple[str, str], ...]:
    """Number and name of the goals as the KPI table of a chapter prints them."""
    goals = {**goal_names(chapter), **_TABLE_GOALS.get(chapter.chapter_no, {})}
    return tuple((number, comparable(name)) for number, name in goals.items() if name)


def kpi_slots(chapter: Chapter, language: LanguageModel) -> list[Slot]:
    """The columns of a KPI table, left to right."""
    return [
        GoalSlot(table_goals(chapter), width=10),
        FreeSlot(
            19,
            language,
            line_cost=1.5,
            is_prose=False,
            corrections=_corrections(chapter, "kpi_name_zh"),
        ),
        CodeSlot("12345"),
        ListedSlot(tuple(((method[:2], method[2:]), 0.0) for method in _METHODS)),
        FreeSlot(20, language, corrections=_corrections(chapter, "measure_definition_zh")),
        TargetSlot(12, language, line_cost=4.0, corrections=_corrections(chapter, "target_text")),
        ListedSlot(_plan_links()),
    ]


def plan_slots(
    chapter: Chapter,
    kpi_names: Iterable[str],
    language: LanguageModel,
    names_language: LanguageModel,
) -> list[Slot]:
    """The columns of a plan table, left to right."""
    names = [comparable(name) for name in kpi_names]
    links = LanguageModel()
    links.learn(names, weight=20)
    links.learn(f"{first}、{second}" for first in names for second in names)
    links.learn(["無"], weight=20)
    return [
        MergedSlot(
            FreeSlot(
                12,
                names_language,
                line_cost=3.0,
                is_prose=False,
                corrections=_corrections(chapter, "work_plan_name_zh"),
            )
        ),
        FreeSlot(
            12,
            names_language,
            line_cost=3.0,
            is_prose=False,
            corrections=_corrections(chapter, "plan_name_zh"),
        ),
        ListedSlot(tuple((_category_lines(category), -6.0) for category in CATEGORIES)),
        FreeSlot(42, language, slack=4, ragged=7, corrections=_corrections(chapter, "content_zh")),
        FreeSlot(
            _LINK_WIDTH,
            links,
            may_be_empty=True,
            line_cost=0.3,
            is_prose=False,
            corrections=_corrections(chapter, "kpi_link_zh"),
        ),
    ]


def _category_lines(category: str) -> tuple[str, ...]:
    return (category,) if len(category) == 2 else (category[:2], category[2:])


def _corrections(chapter: Chapter, column_name: str) -> tuple[str, ...]:
    return tuple(
        comparable(row["cell_text"])
        for row in _all_corrections()
        if (row["chapter_no"], row["column_name"]) == (str(chapter.chapter_no), column_name)
    )


@cache
def _all_corrections() -> tuple[Mapping[str, str], ...]:
    return tuple(read_table(CORRECTIONS, CORRECTIONS_COLUMNS).iter_rows(named=True))


@cache
def _plan_links() -> tuple[tuple[tuple[str, ...], float], ...]:
    """Every way to print a plan link, with its cost: one category, or several with a mark."""
    printings: dict[tuple[str, ...], float] = {("無",): 0.5}
    for count, cost in ((1, 1.0), (2, 3.0), (3, 5.0)):
        for chosen in permutations(CATEGORIES, count):
            for mark, mark_cost in (("/", 0.0), ("、", 1.5), ("", 1.5)):
                for lines, lines_cost in _printings(chosen, mark):
                    printings.setdefault(lines, cost + mark_cost + lines_cost)
    return tuple(printings.items())


def _printings(chosen: tuple[str, ...], mark: str) -> Iterator[tuple[tuple[str, ...], float]]:
    yield _wrapped(mark.join(chosen), _LINK_WIDTH), 0.0
    yield (*(f"{category}{mark}" for category in chosen[:-1]), chosen[-1]), 1.0
    yield (chosen[0], *(f"{mark}{category}" for category in chosen[1:])), 1.0


def _wrapped(text: str, column_width: int) -> tuple[str, ...]:
    lines, width = [""], 0
    for character in text:
        width += character_width(character)
        if width > column_width:
            lines.append("")
            width = character_width(character)
        lines[-1] += character
    return tuple(lines)
