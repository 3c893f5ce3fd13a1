"""The three tables of the tiered-care progress document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import polars as pl

from loaders.documents.blank_placement import place_by_totals
from loaders.documents.figures import NUMBER
from loaders.documents.flow import NumberedLine

_FIGURE = re.compile(rf"{NUMBER}%?|…")
_FIGURES_AT_END = re.compile(
    rf"(?P<label>.*?)(?P<figures>(?:(?:^|\s+)(?:{NUMBER}%?|…)(?=\s|$))+)\s*$"
)
_FOOTNOTE = re.compile(r"註 (\d)")
_BUDGET_ITEM = re.compile(
    r"(?:(?P<item_no>\d)\.)?(?P<item_name_zh>.*?)(?:註(?P<footnote_no>\d))?"
    r"(?P<sector>西醫基層|醫院|其他預算)?"
)


def _between(
    lines: Sequence[NumberedLine], first: str, last: str, occurrence: int = 1
) -> list[NumberedLine]:
    """The lines after the nth one that contains `first`, up to the next that contains `last`."""
    compact = [(number, line, re.sub(r"\s", "", line)) for number, line in lines]
    starts = [index for index, (_, _, text) in enumerate(compact) if first in text]
    start = starts[occurrence - 1] + 1
    end = next(index for index in range(start, len(compact)) if last in compact[index][2])
    return [(number, line) for number, line, _ in compact[start:end]]


def _labelled_rows(lines: Sequence[NumberedLine]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield (line, label, figures) of each row; a wrapped label is joined, spaces left out."""
    label = ""
    for number, printed_line in lines:
        line = _FOOTNOTE.sub(r"註\1", printed_line).rstrip()
        matched = _FIGURES_AT_END.match(line)
        if matched is None:
            label += re.sub(r"\s", "", line)
            continue
        label += re.sub(r"\s", "", matched["label"])
        yield number, label, _FIGURE.findall(matched["figures"])
        label = ""


def budget_series(section: Sequence[NumberedLine]) -> pl.DataFrame:
    """Table (一)1: the budget of each item and year, blanks placed by the printed totals."""
    header = next(line for _, line in section if line.startswith("預算項目"))
    *years, total_label = header.split()[2:]
    table = _between(section, "預算項目", "註1：")
    rows = list(_labelled_rows(table))
    *items, (_, grand_label, grand_figures) = rows
    if grand_label != "總計" or len(grand_figures) != len(years) + 1:
        raise ValueError(f"the last row of the budget table is {grand_label}, not 總計")
    columns_by_row = place_by_totals(
        [[Decimal(figure) for figure in figures[:-1]] for _, _, figures in items],
        [Decimal(figure) for figure in grand_figures[:-1]],
    )
    cells: list[dict[str, str]] = []
    item_no = item_name_zh = sector = footnote_no = ""
    for (line, label, figures), columns in zip(
        rows, [*columns_by_row, list(range(len(years)))], strict=True
    ):
        parts = _BUDGET_ITEM.fullmatch(label)
        if parts is None:
            raise ValueError(f"`{label}` is no item of the budget table")
        if label == "總計":
            item_no, item_name_zh, sector, footnote_no = "", label, "", ""
        elif parts["item_no"]:
            item_no, item_name_zh = parts["item_no"], parts["item_name_zh"]
            footnote_no = parts["footnote_no"] or ""
        is_sector_merged = label != "總計" and parts["sector"] is None
        if parts["sector"]:
            sector = parts["sector"]
        for year, figure in zip(
            [*(years[column] for column in columns), total_label], figures, strict=True
        ):
            cells.append(
                {
                    "item_no": item_no,
                    "item_name_zh": item_name_zh,
                    "footnote_no": footnote_no,
                    "global_budget_sector_zh": sector,
                    "is_sector_merged": str(is_sector_merged).lower(),
                    "roc_year": year,
                    "printed_text": figure,
                    "unit_zh": "億元",
                    "source_locator": f"(一)1:L{line}",
                }
            )
    return pl.DataFrame(cells)


def opened_items(section: Sequence[NumberedLine]) -> pl.DataFrame:
    """The two 開放表別 tables of (一)3: cohort by fee year, as of 115-03 and as of 114-09."""
    cells = [
        cell
        for occurrence in (1, 2)
        for cell in _opened_items_state(
            _between(section, "各費用年度執行數", "註：62020C", occurrence)
        )
    ]
    return pl.DataFrame(cells)


def _opened_items_state(table: Sequence[NumberedLine]) -> Iterator[dict[str, str]]:
    first_row = next(
        index for index, (_, line) in enumerate(table) if _FIGURES_AT_END.match(line.rstrip())
    )
    # A header line of its own, such as `115年` above `3月`, belongs to the last column.
    header = "".join(re.sub(r"\s", "", line) for _, line in table[:first_row])
    fee_years = re.findall(r"\d{3}年(?:\d+月)?", header)
    as_of = re.fullmatch(r"(\d{3})年(\d+)月", fee_years[-1])
    if as_of is None:
        raise ValueError(f"the last column of the opened-items table is {fee_years[-1]}")
    for line, printed_label, figures in _labelled_rows(table[first_row:]):
        label = printed_label.removesuffix("註")
        labels = fee_years if label == "預算執行率" else ["預算數", "開放項數", *fee_years]
        units = {"預算數": "百萬元", "開放項數": "項"}
        for column_label, figure in zip(labels, figures, strict=True):
            yield {
                "as_of_roc_month": f"{as_of.group(1)}-{int(as_of.group(2)):02d}",
                "row_label": label,
                "column_label": column_label,
                "printed_text": figure,
                "unit_zh": "%" if label == "預算執行率" else units.get(column_label, "百萬點"),
                "source_locator": f"(一)3:L{line}",
            }


# The table prints a unit for three of its rows; the prose of other sections gives the rest.
_FAMILY_DOCTOR_UNITS = {
    "預算執行率": ("%", False),
    "醫療群": ("群", True),
    "參與診所數": ("家", True),
    "參與醫師": ("人", True),
}


def family_doctor_plan(section: Sequence[NumberedLine]) -> pl.DataFrame:
    """The table of (一)4: the family doctor plan's budget, execution and size by year."""
    table = [
        (number, _FOOTNOTE.sub(r"註\1", line))
        for number, line in _between(section, "計畫執行狀況如下", "註1.")
        if line.strip()
    ]
    years = re.findall(r"(\d{3})年", table[0][1])
    cells: list[dict[str, str]] = []
    for line, text in table[1:]:
        row_label, *figures = text.split()
        printed_unit = re.search(r"\((.+)\)", row_label)
        unit, is_unit_inferred = (
            (printed_unit.group(1), False) if printed_unit else _FAMILY_DOCTOR_UNITS[row_label]
        )
        for year, figure in zip(years, figures, strict=True):
            cells.append(
                {
                    "row_label": row_label,
                    "roc_year": year,
                    "printed_text": figure,
                    "unit_zh": unit,
                    "is_unit_inferred": str(is_unit_inferred).lower(),
                    "source_locator": f"(一)4:L{line}",
                }
            )
    return pl.DataFrame(cells)
