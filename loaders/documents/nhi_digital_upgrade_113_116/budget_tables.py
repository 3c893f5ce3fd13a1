"""Tables 3, 4 and 5: the plan's budget by strategy, by year and by work item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from loaders.documents.figures import NUMBER
from loaders.documents.flow import NumberedLine
from loaders.documents.nhi_digital_upgrade_113_116.layout import (
    TOTAL_YEAR,
    YEARS,
    joined,
    table_lines,
    without_breaks,
)

EXPENDITURE_TYPES = ("合計", "經常門", "資本門")
TABLE_5_HEADINGS = (
    "工作項目",
    "113 年 114 年 115 年 116 年",
    "合計 經常門 資本門",
    "小計 經常門 資本門 小計 經常門 資本門 小計 經常門 資本門 小計 經常門 資本門",
)
_NUMBERED_ASPECT = re.compile(r"[一二三四]、(.+)")
_ITEM = re.compile(r"(?P<item_no>\d+)\.(?P<name>.+)")


@dataclass(frozen=True)
class BudgetRow:
    """A printed row: its label, its figures left to right, and the line the figures stand on."""

    label: str
    figures: tuple[str, ...]
    line: int


def _rows(lines: Sequence[NumberedLine], figure_count: int) -> Iterator[BudgetRow]:
    """Yield the rows of a table; the lines of a wrapped label stand above its figures."""
    figures_at_end = re.compile(
        rf"(?P<label>.*?)(?P<figures>(?:(?:^|\s){NUMBER}){{{figure_count}}})\s*"
    )
    label = ""
    for number, line in lines:
        matched = figures_at_end.fullmatch(line.strip())
        if matched is None:
            label += line + "\n"
            continue
        yield BudgetRow(joined(label + matched["label"]), tuple(matched["figures"].split()), number)
        label = ""
    if label.strip():
        raise ValueError(f"`{label}` has no figures")


def _cells(
    row: dict[str, str], printed: BudgetRow, table: str, years: Sequence[str]
) -> Iterator[dict[str, str]]:
    """Yield one seed row a printed figure of `printed`."""
    figure = iter(printed.figures)
    types = EXPENDITURE_TYPES if len(printed.figures) > len(years) else EXPENDITURE_TYPES[:1]
    for roc_year in years:
        for expenditure_type in types:
            yield {
                "expenditure_type_zh": expenditure_type,
                **row,
                "roc_year": roc_year,
                "printed_text": next(figure),
                "unit_zh": "千元",
                "source_locator": f"{table}:L{printed.line}",
            }


def _row(level: str, aspect: str, strategy: str, name: str, number: str = "") -> dict[str, str]:
    return {
        "level_code": level,
        "aspect_name_zh": aspect,
        "strategy_name_zh": strategy,
        "item_no": number,
        "item_name_zh": name,
    }


def budget_table_3(lines: Sequence[str]) -> pl.DataFrame:
    """Table 3: the total of each aspect and strategy by year."""
    table = without_breaks(table_lines(lines, "工作項目內容 113 年", "三、經費需求"))[1:]
    seed_rows: list[dict[str, str]] = []
    aspect_name = ""
    aspect_no = strategy_no = 0
    for printed in _rows(table, 5):
        if aspect := _NUMBERED_ASPECT.fullmatch(printed.label):
            aspect_name, aspect_no, strategy_no = aspect.group(1), aspect_no + 1, 0
            row = _row("subtotal", aspect_name, "", aspect_name)
            work_item_id = f"{aspect_no}"
        elif printed.label == "總計":
            row, work_item_id = _row("total", "", "", printed.label), ""
        else:
            strategy_no += 1
            row = _row("item", aspect_name, printed.label, printed.label)
            work_item_id = f"{aspect_no}-{strategy_no}"
        row["work_item_id"] = work_item_id
        seed_rows += _cells(row, printed, "表3", (*YEARS, TOTAL_YEAR))
    return pl.DataFrame(seed_rows)


def budget_table_4(lines: Sequence[str]) -> pl.DataFrame:
    """Table 4: the plan's total by year and type of expenditure."""
    table = without_breaks(table_lines(lines, "113 年 114 年 115 年 116 年 總計", "表 5、"))[1:]
    seed_rows: list[dict[str, str]] = []
    for printed in _rows(table, 5):
        row = _row("total", "", "", printed.label)
        row["expenditure_type_zh"] = printed.label
        row["work_item_id"] = ""
        seed_rows += _cells(row, printed, "表4", (*YEARS, TOTAL_YEAR))
    return pl.DataFrame(seed_rows)


def budget_table_5(lines: Sequence[str]) -> pl.DataFrame:
    """Table 5: every work item, strategy and aspect by year and type of expenditure.

    A label cut by a page break goes on above the next item's number.
    """
    aspects = set(budget_table_3(lines)["aspect_name_zh"]) - {""}
    table = without_breaks(table_lines(lines, "表 5、", "陸、預期效果及影響", TABLE_5_HEADINGS))[2:]
    rows: list[tuple[dict[str, str], BudgetRow]] = []
    aspect_name = strategy_name = ""
    aspect_no = strategy_no = 0
    for printed in _rows(table, 15):
        name = printed.label
        if item := _ITEM.search(name):
            if item.start() > 0:
                rows[-1][0]["item_name_zh"] += name[: item.start()]
            row = _row("item", aspect_name, strategy_name, item["name"], item["item_no"])
            work_item_id = f"{aspect_no}-{strategy_no}-{item['item_no']}"
        elif name == "計畫合計":
            row, work_item_id = _row("total", "", "", name), ""
        elif name in aspects:
            aspect_name, aspect_no, strategy_no = name, aspect_no + 1, 0
            row, work_item_id = _row("subtotal", name, "", name), f"{aspect_no}"
        else:
            strategy_name, strategy_no = name, strategy_no + 1
            row = _row("subtotal", aspect_name, name, name)
            work_item_id = f"{aspect_no}-{strategy_no}"
        row["work_item_id"] = work_item_id
        rows.append((row, printed))
    return pl.DataFrame(
        [
            cell
            for row, printed in rows
            for cell in _cells(row, printed, "表5", (*YEARS, TOTAL_YEAR))
        ]
    )
