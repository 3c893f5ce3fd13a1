"""The seeds of the Executive Yuan's document hold its text: every character once, none missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from foundation.csv_files import read_table
from foundation.locations import SEEDS_FOLDER
from loaders.documents.ey_fy107_plans.agencies import agency_ids
from loaders.documents.ey_fy107_plans.pages import PagedText, read_chapters
from loaders.documents.registry import open_document
from loaders.seeds.declarations import seed_declaration

FIRST_AGENCY, LAST_AGENCY = 2, 34
CHAPTERS = range(FIRST_AGENCY, LAST_AGENCY + 1)


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@cache
def seed(name: str) -> list[dict[str, str]]:
    declaration = seed_declaration(SEEDS_FOLDER, f"ey_fy107_plans__{name}")
    return list(read_table(declaration.path, declaration.column_names).iter_rows(named=True))


@cache
def chapters(sources: Path) -> dict[int, tuple[str, PagedText, PagedText, PagedText]]:
    """Agency, part 壹, KPI table and plan table of each chapter."""
    document = open_document("ey_fy107_plans", sources)
    plans = read_chapters("".join(document.lines))[1:]
    agencies = agency_ids(plans)
    return {
        plan.chapter_no: (
            agencies[plan.chapter_no],
            plan.part("壹"),
            plan.kpi_table(),
            plan.plan_table(),
        )
        for plan in plans
    }


def rows_of(name: str, agency_id: str) -> list[dict[str, str]]:
    return [row for row in seed(name) if row["agency_id"] == agency_id]


@dataclass(frozen=True)
class Group:
    """Rows beside merged cells, whose lines go on beside the rows after the first."""

    merged_cells: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


State = tuple[int, int, tuple[int, ...], tuple[int, ...]]


def _first_state(groups: Sequence[Group], group: int) -> State:
    if group == len(groups):
        return group, 0, (), ()
    return group, 0, (0,) * len(groups[group].merged_cells), (0,) * len(groups[group].rows[0])


def _one_more(
    cells: Sequence[str], used: tuple[int, ...], character: str
) -> Iterator[tuple[int, ...]]:
    for index, (cell, count) in enumerate(zip(cells, used, strict=True)):
        if cell[count : count + 1] == character:
            yield (*used[:index], count + 1, *used[index + 1 :])


def _with_next_rows(groups: Sequence[Group], state: State) -> Iterator[State]:
    yield state
    group, row, used, cells = state
    if cells != tuple(map(len, groups[group].rows[row])):
        return
    if row + 1 < len(groups[group].rows):
        yield group, row + 1, used, (0,) * len(groups[group].rows[row + 1])
    elif used == tuple(map(len, groups[group].merged_cells)):
        yield _first_state(groups, group + 1)


def unread(text: str, groups: Sequence[Group]) -> str:
    """What is left of `text` after the longest beginning that the groups' cells interleave to.

    Empty where the text is exactly an interleaving of the cells, row by row: every character of
    the text used once, every character of the cells found, none left over.
    """
    # A state: group, row, characters used of each merged cell and of each cell of the row.
    states = {_first_state(groups, 0)}
    for position, character in enumerate(text):
        following: set[State] = set()
        for group, row, used, cells in states:
            if group == len(groups):
                continue
            for after in _one_more(groups[group].merged_cells, used, character):
                following.update(_with_next_rows(groups, (group, row, after, cells)))
            for after in _one_more(groups[group].rows[row], cells, character):
                following.update(_with_next_rows(groups, (group, row, used, after)))
        if not following:
            return text[position:]
        states = following
    return "" if any(state[0] == len(groups) for state in states) else "cells without text"


def grouped(
    rows: Sequence[dict[str, str]], is_merged: str, merged: Sequence[str], cells: Sequence[str]
) -> list[Group]:
    groups: list[list[dict[str, str]]] = []
    for row in rows:
        if row[is_merged] == "false":
            groups.append([])
        groups[-1].append(row)
    return [
        Group(
            tuple(folded(group[0][column]) for column in merged),
            tuple(tuple(folded(row[column]) for column in cells) for row in group),
        )
        for group in groups
    ]


KPI_CELLS = [
    "kpi_no",
    "kpi_name_zh",
    "evaluation_system_code",
    "evaluation_method_zh",
    "measure_definition_zh",
    "target_text",
    "plan_link_zh",
]
PLAN_CELLS = ["plan_name_zh", "plan_category_zh", "content_zh", "kpi_link_zh"]


def test_a_misread_cell_is_no_interleaving() -> None:
    rows = (("名稱", "衡量標準"),)
    assert unread("一名衡量目標稱標準", [Group(("一", "目標"), rows)]) == ""
    assert unread("一名衡量目標稱標", [Group(("一", "目標"), rows)]) == "cells without text"
    assert unread("一名衡量目標稱標準無", [Group(("一", "目標"), rows)]) == "無"
    assert unread("一名衡目標稱標準", [Group(("一", "目標"), rows)]) == "標準"
    assert unread("名一衡量目標稱標準", [Group(("一", "目標"), (("名稱",), ("衡量標準",)))]) != ""


@pytest.mark.parametrize("chapter_no", CHAPTERS)
def test_the_kpi_table_is_an_exact_interleaving_of_its_cells(
    chapter_no: int, sources: Path
) -> None:
    agency_id, _, table, _ = chapters(sources)[chapter_no]
    rows = rows_of("kpis", agency_id)
    groups = grouped(rows, "is_goal_merged", ["goal_no", "goal_name_zh"], KPI_CELLS)
    assert unread(folded(table.text), groups) == ""


@pytest.mark.parametrize("chapter_no", CHAPTERS)
def test_the_plan_table_is_an_exact_interleaving_of_its_cells(
    chapter_no: int, sources: Path
) -> None:
    agency_id, _, _, table = chapters(sources)[chapter_no]
    rows = rows_of("plans", agency_id)
    groups = grouped(rows, "is_work_plan_merged", ["work_plan_name_zh"], PLAN_CELLS)
    assert unread(folded(table.text), groups) == ""


@pytest.mark.parametrize("chapter_no", CHAPTERS)
def test_part_one_is_its_goals_and_strategies(chapter_no: int, sources: Path) -> None:
    agency_id, part, _, _ = chapters(sources)[chapter_no]
    text, goal_no = "", ""
    for row in rows_of("strategies", agency_id):
        if row["goal_no"] != goal_no:
            goal_no = row["goal_no"]
            text += f"{goal_no}、{row['goal_name_zh']}"
        numbered = f"（{row['strategy_no']}）" if row["strategy_no"] else ""
        text += numbered + row["strategy_zh"]
    # Some goals' names end with a colon, which is in neither cell.
    assert text.replace("：", "") == part.text.replace("：", "")


def test_directions_are_chapter_one_after_its_introduction(sources: Path) -> None:
    guidelines = read_chapters("".join(open_document("ey_fy107_plans", sources).lines))[0]
    text, section_no = "", ""
    for row in seed("policy_directions"):
        if row["section_no"] != section_no:
            section_no = row["section_no"]
            text += f"{section_no}、{row['section_name_zh']}"
        text += f"{row['item_no']}、{row['direction_zh']}"
    assert guidelines.body.text.endswith(f"訂定107年度施政方針如次：{text}")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("strategies", "strategy_zh"),
        ("kpis", "kpi_name_zh"),
        ("past_actuals", "actual_text"),
        ("plans", "plan_name_zh"),
    ],
)
def test_every_cell_begins_on_the_page_its_locator_names(
    name: str, column: str, sources: Path
) -> None:
    plans = read_chapters("".join(open_document("ey_fy107_plans", sources).lines))[1:]
    agencies = agency_ids(plans)
    checked = 0
    for plan in plans:
        pages: dict[str, str] = {}
        for character, label in zip(plan.body.text, plan.body.labels, strict=True):
            pages[label] = pages.get(label, "") + character
        for row in rows_of(name, agencies[plan.chapter_no]):
            assert row[column][:2] in pages[row["source_locator"]], row
            checked += 1
    assert checked == len(seed(name)) > 30


def test_chapter_sixteen_prints_the_labels_of_chapter_fifteen() -> None:
    locators = {row["source_locator"] for row in rows_of("kpis", "dgbas")}
    assert locators == {"15-3", "15-4"}


def test_the_ministrys_own_edition_differs_only_where_it_prints_otherwise() -> None:
    declaration = seed_declaration(SEEDS_FOLDER, "mohw_fy107_plan__kpis")
    own = list(read_table(declaration.path, declaration.column_names).iter_rows(named=True))
    differences = [
        (row["goal_no"], row["kpi_no"], column)
        for row, other in zip(rows_of("kpis", "mohw"), own, strict=True)
        for column in declaration.column_names
        if column not in ("source_locator", "_line")
        and re.sub(r"\s", "", folded(row[column])) != re.sub(r"\s", "", folded(other[column]))
    ]
    assert differences == [
        ("四", "1", "measure_definition_zh"),
        ("七", "2", "target_text"),
        ("八", "1", "measure_definition_zh"),
    ]
