"""Seeds of the precision medicine slides: the overview of measures, and the detail slides."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The document's seed tables by name, every cell as printed."""
    numbered = list(enumerate(document.lines, start=1))
    overview = next(index for index, (_, line) in enumerate(numbered) if _OVERVIEW in line)
    details = next(index for index, (_, line) in enumerate(numbered) if _DETAIL.match(line))
    return {
        "precision_medicine_strategy__strategy_measures": strategy_measures(
            numbered[overview:details]
        ),
        "precision_medicine_strategy__strategy_sub_items": strategy_sub_items(numbered[details:]),
    }


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
