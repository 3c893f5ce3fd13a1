"""The seeds against a second reading, made by somebody who had not seen the first.

`second_reading/` holds that reading as it was made. A cell where the two differ and the source
text decides for ours stands below with what the text says; docs/double_entry.md tells the story.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from loaders.locations import SEEDS_FOLDER

SECOND_READING = Path(__file__).parent / "second_reading"
NUMERALS = {numeral: number for number, numeral in enumerate("〇一二三四五六七八九十")}

Row = dict[str, str]
Cell = tuple[str, ...]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _same(text: str) -> str:
    """Text without what two careful readers may write differently: width of signs, and spaces."""
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _line(row: Row) -> str:
    return row["source_locator"].rpartition("L")[2] if "source_locator" in row else row["line"]


def _columns(*names: str) -> Callable[[Row], Cell]:
    return lambda row: tuple(_same(row[name]) for name in names)


def _strategy(row: Row) -> Cell:
    goal, strategy = row["goal_no"], row["strategy_no"] or "一"
    numbers = (str(NUMERALS.get(goal, goal)), str(NUMERALS.get(strategy, strategy)))
    return (*numbers, _same(row["goal_name_zh"]), _same(row["strategy_zh"]), _line(row))


def _kpi(*names: str) -> Callable[[Row], Cell]:
    def cells(row: Row) -> Cell:
        goal = str(NUMERALS.get(row["goal_no"], row["goal_no"]))
        return (goal, *(_same(row[name]) for name in names), _line(row))

    return cells


def _plan(row: Row) -> Cell:
    category = row.get("plan_category_zh") or row.get("category_zh", "")
    row_no = row.get("plan_row_no") or row.get("row_no", "")
    texts = (row[name] for name in ("work_plan_name_zh", "plan_name_zh", "content_zh"))
    return (row_no, category, *map(_same, texts), _same(row["kpi_link_zh"]), _line(row))


KPI_TEXTS = ("kpi_no", "kpi_name_zh", "goal_name_zh")

TABLES = {
    "budget_series": (
        "nhi_tiered_care_progress",
        _columns("item_no", "item_name_zh", "global_budget_sector_zh", "roc_year", "printed_text"),
        _columns("item_no", "item_name_zh", "global_budget_sector_zh", "roc_year", "printed_text"),
    ),
    "opened_items": (
        "nhi_tiered_care_progress",
        _columns("as_of_roc_month", "row_label", "column_label", "printed_text"),
        _columns("as_of", "row_label", "column_label", "printed_text"),
    ),
    "family_doctor_plan": (
        "nhi_tiered_care_progress",
        _columns("row_label", "roc_year", "printed_text"),
        _columns("row_label", "roc_year", "printed_text"),
    ),
    "strategies": ("mohw_fy107_plan", _strategy, _strategy),
    "kpis": (
        "mohw_fy107_plan",
        _kpi(
            *KPI_TEXTS,
            "evaluation_system_code",
            "evaluation_method_zh",
            "measure_definition_zh",
            "target_text",
            "plan_link_zh",
        ),
        _kpi(
            *KPI_TEXTS, "evaluation_system", "evaluation_method", "measure", "target", "plan_link"
        ),
    ),
    "evaluation_systems": (
        "mohw_fy107_plan",
        _columns("evaluation_system_code", "evaluation_system_zh"),
        _columns("code", "meaning_zh"),
    ),
    "plans": ("mohw_fy107_plan", _plan, _plan),
}


def _difference(ours: Iterable[Cell], theirs: Iterable[Cell]) -> tuple[list[Cell], list[Cell]]:
    first, second = Counter(ours), Counter(theirs)
    return sorted((first - second).elements()), sorted((second - first).elements())


@pytest.mark.parametrize("table", sorted(TABLES))
def test_both_readings_of_a_table_agree_cell_for_cell(table: str) -> None:
    document, our_cells, their_cells = TABLES[table]
    ours = _rows(SEEDS_FOLDER / document / f"{document}__{table}.csv")
    theirs = _rows(SECOND_READING / document / f"{table}.csv")
    assert len(ours) == len(theirs) > 0
    assert _difference(map(our_cells, ours), map(their_cells, theirs)) == ([], [])


# (line, figure, unit) that one reading has and the other has not, settled in the source text.
PROSE_SETTLED: dict[str, tuple[list[Cell], list[Cell]]] = {
    # `1點1元` is the value of one point: ours says so in the unit.
    "nhi_tiered_care_progress": (
        [("505", "1", "元/點"), ("613", "1", "元/點"), ("629", "1", "元/點")],
        [("505", "1", "元"), ("613", "1", "元"), ("629", "1", "元")],
    ),
    # The first reading keeps 低於 in the quote, and counts the two thresholds as figures.
    "mohw_fy107_plan": (
        [
            ("131", "80", "小時"),
            ("132", "80", "小時"),
            ("133", "80", "小時"),
            ("281", "20", "%"),
            ("700", "3", "%"),
        ],
        [("131", "低於80", "小時"), ("132", "低於80", "小時"), ("133", "低於80", "小時")],
    ),
}


@pytest.mark.parametrize(
    ("document", "second_file"),
    [
        ("nhi_tiered_care_progress", "prose_figures.csv"),
        ("mohw_fy107_plan", "content_figures.csv"),
    ],
)
def test_both_readings_find_the_same_figures_in_the_prose(document: str, second_file: str) -> None:
    ours = _rows(SEEDS_FOLDER / document / f"{document}__programme_metrics.csv")
    theirs = _rows(SECOND_READING / document / second_file)
    difference = _difference(
        ((_line(row), row["printed_text"], _same(row["unit_zh"])) for row in ours),
        ((row["line"], row["printed_value"], _same(row["unit_zh"])) for row in theirs),
    )
    assert difference == PROSE_SETTLED[document]
