"""Seeds of the Ministry's own FY107 plan.

The text has one table cell a tab-indented line; blank lines set rows apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from loaders.documents.figures import read_figures
from loaders.documents.flow import Cell, FlowText, NumberedLine
from loaders.documents.notes import Passage, notes_table, read_notes
from loaders.documents.registry import SourceDocument

READING_LIST = Path(__file__).with_name("figures.csv")
NOTES_LIST = Path(__file__).with_name("notes.csv")
_PART = re.compile(r"(?P<part>[壹貳參])、")
_GOAL = re.compile(
    r"(?P<goal_no>[一二三四五六七八九十]+)、(?P<goal_name_zh>[^：]+)(?:：(?P<strategy_zh>.+))?"
)
_STRATEGY = re.compile(r"（(?P<strategy_no>[一二三四五六七八九十]+)）(?P<strategy_zh>.+)")
_EVALUATION_SYSTEM = re.compile(r"\s*(?P<code>\d)\.(?P<meaning_zh>.+)")
# Left by the conversion to text; nothing of it is printed.
_CONVERSION_ARTEFACT = "[bookmark: _GoBack]"


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The document's seed tables by name, every cell as printed.

    Raises:
        ValueError: a table row has another number of cells than its table has columns.
    """
    parts = _lines_by_part(document.lines)
    flows = flow_by_part(document.lines)
    figures, _ = read_figures(READING_LIST, flows)
    passages = {part: Passage.of_section(part, flow) for part, flow in flows.items()}
    return {
        "mohw_fy107_plan__strategies": _strategies(parts["壹"]),
        "mohw_fy107_plan__kpis": _kpis(parts["貳"]),
        "mohw_fy107_plan__evaluation_systems": _evaluation_systems(parts["貳"]),
        "mohw_fy107_plan__plans": _plans(parts["參"]),
        "mohw_fy107_plan__programme_metrics": figures,
        "mohw_fy107_plan__notes": notes_table(read_notes(NOTES_LIST, passages)),
    }


def flow_by_part(lines: Sequence[str]) -> dict[str, FlowText]:
    """The running text of parts 壹, 貳 and 參."""
    return {part: FlowText.join(numbered) for part, numbered in _lines_by_part(lines).items()}


def _lines_by_part(lines: Sequence[str]) -> dict[str, list[NumberedLine]]:
    parts: dict[str, list[NumberedLine]] = {}
    part = "序"
    for number, line in enumerate(lines, start=1):
        if opens_part := _PART.match(line):
            part = opens_part["part"]
        parts.setdefault(part, []).append((number, line))
    return parts


def _rows(lines: Sequence[NumberedLine]) -> Iterator[list[Cell]]:
    """Yield the cells of each table row: a tab opens a cell, other lines go on with it."""
    row: list[Cell] = []
    for number, line in lines:
        if line.startswith("\t"):
            row.append(Cell(line[1:].strip(), number))
        elif line.strip() and row:
            row[-1] = Cell(f"{row[-1].text}\n{line.strip()}", row[-1].line)
        elif row:
            yield row
            row = []
    if row:
        yield row


def _strategies(lines: Sequence[NumberedLine]) -> pl.DataFrame:
    rows: list[dict[str, str]] = []
    goal_no = goal_name_zh = ""
    for number, line in lines:
        goal, strategy = _GOAL.fullmatch(line), _STRATEGY.fullmatch(line)
        if goal is not None:
            goal_no, goal_name_zh = goal["goal_no"], goal["goal_name_zh"]
        if goal is not None and goal["strategy_zh"]:
            # Goal 九 prints its only strategy after a colon, without a number.
            strategy_no, strategy_zh = "", goal["strategy_zh"]
        elif strategy is not None:
            strategy_no, strategy_zh = strategy["strategy_no"], strategy["strategy_zh"]
        else:
            continue
        rows.append(
            {
                "goal_no": goal_no,
                "goal_name_zh": goal_name_zh,
                "strategy_no": strategy_no,
                "strategy_zh": strategy_zh,
                "source_locator": f"壹:L{number}",
            }
        )
    return pl.DataFrame(rows)


def _kpis(lines: Sequence[NumberedLine]) -> pl.DataFrame:
    legend = next(index for index, (_, line) in enumerate(lines) if line.startswith("註"))
    rows: list[dict[str, str]] = []
    goal_no = goal_name_zh = ""
    for cells in list(_rows(lines[:legend]))[2:]:
        printed_goal, printed_name, number, name, system, method, measure, target, link = cells
        is_goal_merged = not printed_goal.text
        if not is_goal_merged:
            goal_no, goal_name_zh = printed_goal.text, printed_name.text
        rows.append(
            {
                "goal_no": goal_no,
                "goal_name_zh": goal_name_zh,
                "is_goal_merged": str(is_goal_merged).lower(),
                "kpi_no": number.text,
                "kpi_name_zh": name.text,
                "evaluation_system_code": system.text,
                "evaluation_method_zh": method.text,
                "measure_definition_zh": measure.text,
                "target_text": target.text,
                "plan_link_zh": link.text,
                "source_locator": f"貳:L{name.line}",
            }
        )
    return pl.DataFrame(rows)


def _evaluation_systems(lines: Sequence[NumberedLine]) -> pl.DataFrame:
    legend = next(index for index, (_, line) in enumerate(lines) if line.startswith("註"))
    entries = [
        (number, match)
        for number, line in lines[legend:]
        if (match := _EVALUATION_SYSTEM.fullmatch(line))
    ]
    return pl.DataFrame(
        {
            "evaluation_system_code": [match["code"] for _, match in entries],
            "evaluation_system_zh": [match["meaning_zh"] for _, match in entries],
            "source_locator": [f"貳:L{number}" for number, _ in entries],
        }
    )


def _plans(lines: Sequence[NumberedLine]) -> pl.DataFrame:
    rows: list[dict[str, str]] = []
    work_plan_name_zh = ""
    printed_rows = list(_rows(lines))[1:]
    # The text breaks off after the last row's content, before its link cell: read as blank.
    printed_rows[-1].append(Cell("", printed_rows[-1][-1].line))
    for row_no, (work_plan, plan, category, content, link) in enumerate(printed_rows, start=1):
        is_work_plan_merged = not work_plan.text
        if not is_work_plan_merged:
            work_plan_name_zh = work_plan.text
        rows.append(
            {
                "plan_row_no": str(row_no),
                "work_plan_name_zh": work_plan_name_zh,
                "is_work_plan_merged": str(is_work_plan_merged).lower(),
                "plan_name_zh": plan.text,
                "plan_category_zh": category.text,
                "content_zh": content.text,
                "kpi_link_zh": link.text.removeprefix(_CONVERSION_ARTEFACT),
                "source_locator": f"參:L{plan.line}",
            }
        )
    return pl.DataFrame(rows)
