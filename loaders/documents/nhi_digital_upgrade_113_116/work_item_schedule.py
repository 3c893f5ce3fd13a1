"""Section 肆二: which work item runs in which year, and what it is to deliver."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from loaders.documents.flow import FlowText, NumberedLine
from loaders.documents.nhi_digital_upgrade_113_116.layout import (
    YEARS,
    joined,
    table_lines,
    without_breaks,
)

_NUMERALS = "一二"
_SCHEDULE_HEADINGS = ("工作項目", "執行年度", "預計達成工作", "113 114 115 116")
_MARK = "▆"
_STRATEGY = re.compile(r"\((?P<strategy_no>[一二])\)(?P<strategy_name_zh>.+)")
_ITEM = re.compile(r"(?P<item_no>\d)\.(?P<item_name_zh>.+)")
_POINT = re.compile(r"\s*(?:\(\d\)|[A-C]\. |\d{3}-\d{3} 年：)")
_POINT_YEARS = re.compile(r"(?:\(\d\))?(?P<first>\d{3})(?:年?[-至](?P<last>\d{3}))?年")


def work_item_schedule(lines: Sequence[str], aspects: Sequence[str]) -> pl.DataFrame:
    """Section 肆二: one row a work item and year, with what is to be done in it.

    Args:
        lines: the document's lines.
        aspects: the names of the four aspects, in order.
    """
    table = table_lines(lines, "執行年度", "三、執行步驟與方法", _SCHEDULE_HEADINGS)
    seed_rows: list[dict[str, str]] = []
    aspect_no = strategy_no = 0
    aspect = strategy = name = ""
    item: dict[str, str] = {}
    points: list[list[NumberedLine]] = []
    active: list[str] = []
    marks_line = 0
    for number, line in [*without_breaks(table), (0, "")]:
        text = joined(line)
        opens_item = _ITEM.match(text)
        is_end = number == 0 or text in aspects or bool(_STRATEGY.fullmatch(text))
        if (is_end or opens_item) and points:
            seed_rows += _schedule_rows(item, active, marks_line, points)
            points = []
        if text in aspects:
            aspect, aspect_no, strategy_no = text, aspect_no + 1, 0
        elif opened := _STRATEGY.fullmatch(text):
            strategy, strategy_no = opened["strategy_name_zh"], strategy_no + 1
        elif _MARK in line:
            before, active, first_point = _marks(line)
            printed_name = _ITEM.fullmatch(joined(name + before))
            if printed_name is None:
                raise ValueError(f"line {number} marks years of no work item")
            item = {
                "work_item_id": f"{aspect_no}-{strategy_no}-{printed_name['item_no']}",
                "aspect_name_zh": aspect,
                "strategy_no": _NUMERALS[strategy_no - 1],
                "strategy_name_zh": strategy,
                **printed_name.groupdict(),
            }
            marks_line, name, points = number, "", [[(number, first_point)]]
        elif not points:
            name += line
        elif _POINT.match(line):
            points.append([(number, line)])
        else:
            points[-1].append((number, line))
    return pl.DataFrame(seed_rows)


def _marks(line: str) -> tuple[str, list[str], str]:
    """What stands before the year marks, the marked years, and what stands after them.

    One space sets two cells apart, so a blank cell leaves one space more.
    """
    first = line.index(_MARK)
    before = line[:first].rstrip(" ")
    blanks = first - len(before) - (1 if before else 0)
    rest = [""] * blanks + line[first:].split(" ")
    active = [year for year, mark in zip(YEARS, rest[: len(YEARS)], strict=True) if mark]
    return before, active, " ".join(rest[len(YEARS) :])


def _schedule_rows(
    item: Mapping[str, str],
    active: Sequence[str],
    marks_line: int,
    points: Sequence[Sequence[NumberedLine]],
) -> Iterator[dict[str, str]]:
    by_years: list[tuple[list[str], list[FlowText]]] = []
    for point in points:
        flow = FlowText.join(point)
        if dated := _POINT_YEARS.match(flow.text):
            last = dated["last"] or dated["first"]
            by_years.append(([str(y) for y in range(int(dated["first"]), int(last) + 1)], []))
        by_years[-1][1].append(flow)
    for roc_year in YEARS:
        years_and_points = [(years, flows) for years, flows in by_years if roc_year in years]
        flows = [flow for _, flows in years_and_points for flow in flows]
        yield {
            **item,
            "roc_year": roc_year,
            "is_active": str(roc_year in active).lower(),
            "deliverables_zh": "\n".join(flow.text for flow in flows),
            "is_deliverable_shared": str(any(len(y) > 1 for y, _ in years_and_points)).lower(),
            "source_locator": f"肆二:L{flows[0].line_numbers[0] if flows else marks_line}",
        }
