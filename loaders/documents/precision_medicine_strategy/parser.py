"""Seeds of the precision medicine slides: goals, the overview of measures, the detail slides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from loaders.documents.flow import FlowText, NumberedLine
from loaders.documents.registry import SourceDocument

_NUMERALS = "一二三四五六七八九十"
_OVERVIEW = "(三) 策略、措施"
_DETAIL = re.compile(r"\s*策略(?P<strategy>[一二三四五])：")
_NOT_A_CELL = re.compile(r"\s*(?:\(三\) 策略、措施.*|策略 措施 主辦 協辦|子題\(二\)：.*|\d+)?\s*")
_STRATEGY = re.compile(r"(?P<strategy_no>\d)\.")
_MEASURE = re.compile(r"\((?P<measure_no>\d)\)")
_LEAD_AGENCY = re.compile(r"(?P<lead_agency_zh>衛福部)(?:\s|$)")
_DETAIL_MEASURE = re.compile(r"\s*\((?P<measure>[一二三四])\)")
_SUB_ITEM = re.compile(r"\s*(?P<number>\d+)\.")
_GOALS = "(二) 目標"
_SLIDE_OF_TWO = re.compile(r"\([12]/2\)\s*$")
_SLIDE_TITLE = re.compile(r"\s*(?:子題\(二\)：.*|\d+)?\s*")
# The number of the last slide stands at the end of its last line.
_SLIDE_NUMBER = re.compile(r"(?<=。) \d+\s*$")


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The document's seed tables by name, every cell as printed."""
    numbered = list(enumerate(document.lines, start=1))
    overview = next(index for index, (_, line) in enumerate(numbered) if _OVERVIEW in line)
    details = next(index for index, (_, line) in enumerate(numbered) if _DETAIL.match(line))
    goals = next(index for index, (_, line) in enumerate(numbered) if line.strip() == _GOALS)
    measures = strategy_measures(numbered[overview:details])
    sub_items, measure_texts = detail_texts(numbered[details:], measures)
    return {
        "precision_medicine_strategy__goals": policy_goals(numbered[goals + 1 : overview]),
        "precision_medicine_strategy__strategy_measures": measures,
        "precision_medicine_strategy__strategy_sub_items": strategy_sub_items(numbered[details:]),
        "precision_medicine_strategy__sub_item_texts": sub_items,
        "precision_medicine_strategy__measure_texts": measure_texts,
    }


def policy_goals(lines: Sequence[NumberedLine]) -> pl.DataFrame:
    """The numbered goals, one row a goal."""
    goals: list[list[NumberedLine]] = []
    for number, line in lines:
        if _SUB_ITEM.match(line):
            goals.append([(number, line)])
        elif goals:
            goals[-1].append((number, line))
    return pl.DataFrame(
        [
            {
                "goal_no": str(goal_no),
                "goal_name_zh": _without_number(goal, _SUB_ITEM),
                "source_locator": f"(二):L{goal[0][0]}",
            }
            for goal_no, goal in enumerate(goals, start=1)
        ]
    )


def strategy_measures(lines: Sequence[NumberedLine]) -> pl.DataFrame:
    """The overview slides: one row a measure.

    The agencies of a strategy are one merged cell, printed after its first measure; the others
    carry them down, `is_agency_merged`.
    """
    strategies: list[tuple[list[NumberedLine], list[list[NumberedLine]], list[str]]] = []
    cell: list[NumberedLine] | None = None
    for number, line in lines:
        text = line.strip()
        if _NOT_A_CELL.fullmatch(line):
            continue
        if _STRATEGY.match(text):
            cell = [(number, text)]
            strategies.append((cell, [], []))
        elif _MEASURE.match(text):
            cell = [(number, text)]
            strategies[-1][1].append(cell)
        elif _LEAD_AGENCY.match(text) or cell is None:
            strategies[-1][2].extend(text.split())
            cell = None
        else:
            cell.append((number, text))
    return pl.DataFrame(
        [
            {
                "strategy_no": strategy[0][1][0],
                "strategy_name_zh": _without_number(strategy, _STRATEGY),
                "measure_no": str(measure_no),
                "measure_zh": _without_number(measure, _MEASURE),
                "lead_agency_zh": agencies[0],
                "co_agencies_zh": "、".join(agency.rstrip("、") for agency in agencies[1:]),
                "is_agency_merged": str(measure_no > 1).lower(),
                "source_locator": f"(三):L{measure[0][0]}",
            }
            for strategy, measures, agencies in strategies
            for measure_no, measure in enumerate(measures, start=1)
        ]
    )


def _without_number(cell: Sequence[NumberedLine], number: re.Pattern[str]) -> str:
    return number.sub("", FlowText.join(cell).text, count=1)


def strategy_sub_items(lines: Sequence[NumberedLine]) -> pl.DataFrame:
    """The detail slides: how many numbered sub-items each measure has; 0 where it has prose."""
    rows: list[dict[str, str]] = []
    strategy = ""
    for number, line in lines:
        if opens_slide := _DETAIL.match(line):
            strategy = opens_slide["strategy"]
        elif measure := _DETAIL_MEASURE.match(line):
            rows.append(
                {
                    "strategy_no": str(_NUMERALS.index(strategy) + 1),
                    "measure_no": str(_NUMERALS.index(measure["measure"]) + 1),
                    "sub_item_count": "0",
                    "source_locator": f"策略{strategy}:L{number}",
                }
            )
        elif (sub_item := _SUB_ITEM.match(line)) and rows:
            expected = int(rows[-1]["sub_item_count"]) + 1
            if int(sub_item["number"]) != expected:
                raise ValueError(f"line {number} is sub-item {sub_item['number']}, not {expected}")
            rows[-1]["sub_item_count"] = str(expected)
    return pl.DataFrame(rows)


def detail_texts(
    lines: Sequence[NumberedLine], overview: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The detail slides: the text of each sub-item, and what a measure prints before them.

    Two measures print a text of their own, right after the name that the overview prints too.
    """
    names = {
        (row["strategy_no"], row["measure_no"]): row["measure_zh"]
        for row in overview.iter_rows(named=True)
    }
    sub_items: list[dict[str, str]] = []
    measure_texts: list[dict[str, str]] = []
    for strategy, cells in _detail_cells(lines):
        measure = _DETAIL_MEASURE.match(cells[0][0][1])
        if measure is None:
            raise ValueError(f"line {cells[0][0][0]} opens no measure")
        strategy_no = str(_NUMERALS.index(strategy) + 1)
        measure_no = str(_NUMERALS.index(measure["measure"]) + 1)
        row = {"strategy_no": strategy_no, "measure_no": measure_no}
        heading = _without_number(cells[0], _DETAIL_MEASURE)
        name = names[strategy_no, measure_no]
        if text := heading.removeprefix(name) if heading.startswith(name) else "":
            line = FlowText.join(cells[0]).line_numbers[-len(text)]
            place = f"策略{strategy}:L{line}"
            measure_texts.append({**row, "measure_text_zh": text, "source_locator": place})
        for sub_item_no, cell in enumerate(cells[1:], start=1):
            sub_items.append(
                {
                    **row,
                    "sub_item_no": str(sub_item_no),
                    "sub_item_zh": _without_number(cell, _SUB_ITEM),
                    "source_locator": f"策略{strategy}:L{cell[0][0]}",
                }
            )
    return pl.DataFrame(sub_items), pl.DataFrame(measure_texts)


def _detail_cells(
    lines: Sequence[NumberedLine],
) -> Iterator[tuple[str, list[list[NumberedLine]]]]:
    """Yield for each measure its strategy, its heading and its sub-items, as lines."""
    strategy, is_title = "", False
    cells: list[list[NumberedLine]] = []
    for number, line in lines:
        opens_slide = _DETAIL.match(line)
        if opens_slide or _DETAIL_MEASURE.match(line):
            if cells:
                yield strategy, cells
            cells = []
        if opens_slide:
            strategy, is_title = opens_slide["strategy"], True
        if is_title:
            # The title of a slide wraps, and ends with (1/2) or (2/2).
            is_title = not _SLIDE_OF_TWO.search(line)
        elif _DETAIL_MEASURE.match(line) or (cells and _SUB_ITEM.match(line)):
            cells.append([(number, line)])
        elif cells and not _SLIDE_TITLE.fullmatch(line):
            cells[-1].append((number, _SLIDE_NUMBER.sub("", line)))
    yield strategy, cells
