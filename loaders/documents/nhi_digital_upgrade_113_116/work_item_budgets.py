"""The budget paragraphs of the work items of section 肆三."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from loaders.documents.figures import NUMBER
from loaders.documents.flow import FlowText, NumberedLine
from loaders.documents.nhi_digital_upgrade_113_116.layout import TOTAL_YEAR, joined

_NUMERALS = "一二三四"
_WORK_ITEM = re.compile(r"肆三\((?P<aspect>[一二三四])\)(?P<strategy>\d)\((?P<item_no>\d)\)")
_NUMBER_MARK = re.compile(r"(?:\([一二三四]\)|\(?\d\)|\d\.)")
_PART = re.compile(r"\s*([A-C])\. ")
_YEARS = re.compile(
    r"(?P<first>(?<!\d)\d{3})年(?:(?P<link>[至及])(?P<last>\d{3})年)?(?!度)"
    r"|(?P<count>(?<!\d)[2-4])年(?:合計)?約需"
)
_AMOUNT = re.compile(rf"(?P<amount>{NUMBER})(?P<unit>千元|元)")
_COST_CATEGORY = re.compile(
    r"(?:\w*?(?P<of>現行資訊服務持續維運需|現行儲存空間持續維運需|增購儲存空間需))?"
    r"(?P<category>軟體購置費|系統開發(?:[與及]專案管理)?費|資訊服務費|硬體設備費)"
)
_NO_BUDGET = re.compile(r"無（.+?）")
_NO_BUDGET_OF_YEAR = re.compile(r"(?P<no_budget>無)編列(?:經費|預算)支應")


def work_item_budgets(sections: Mapping[str, Sequence[NumberedLine]]) -> pl.DataFrame:
    """The figures of the budget paragraph of each work item, one row a figure and year.

    A figure printed once for several years gives one row for each, `is_year_shared`.
    """
    seed_rows: list[dict[str, str]] = []
    for section, row, lines in work_item_sections(sections):
        for part_no, flow in _budget_parts(lines):
            for figure in _figures(flow):
                line = figure.pop("line")
                seed_rows.append(
                    {**row, "part_no": part_no, **figure, "source_locator": f"{section}:L{line}"}
                )
    return pl.DataFrame(seed_rows)


def work_item_sections(
    sections: Mapping[str, Sequence[NumberedLine]],
) -> Iterator[tuple[str, dict[str, str], Sequence[NumberedLine]]]:
    """Yield the sections of section 肆三 that are work items: locator, which item, and lines."""
    for section, lines in sections.items():
        if (work_item := _WORK_ITEM.fullmatch(section)) is None:
            continue
        aspect, strategy = work_item["aspect"], work_item["strategy"]
        row = {
            "work_item_id": f"{_NUMERALS.index(aspect) + 1}-{strategy}-{work_item['item_no']}",
            "aspect_name_zh": _heading(sections[f"肆三({aspect})"]),
            "strategy_name_zh": _heading(sections[f"肆三({aspect}){strategy}"]),
            "item_no": work_item["item_no"],
            "item_name_zh": _heading(lines),
        }
        yield section, row, lines


def heading_lines(lines: Sequence[NumberedLine]) -> int:
    """How many lines the heading of a section has; its brackets close where it ends."""
    text = ""
    for count, (_, line) in enumerate(lines, start=1):
        text += line
        if text.count("（") == text.count("）"):
            return count
    return len(lines)


def _heading(lines: Sequence[NumberedLine]) -> str:
    """The heading a section begins with, without its number."""
    text = "".join(line for _, line in lines[: heading_lines(lines)])
    return _NUMBER_MARK.sub("", joined(text), count=1)


def _budget_parts(lines: Sequence[NumberedLine]) -> Iterator[tuple[str, FlowText]]:
    """Yield the parts A, B and C of a budget paragraph, or the whole of it without a letter."""
    starts = [index for index, (_, line) in enumerate(lines) if line.strip() == "預算"]
    if not starts:
        return
    parts: dict[str, list[NumberedLine]] = {}
    part_no = ""
    for number, line in lines[starts[0] + 1 :]:
        if opens_part := _PART.match(line):
            part_no = opens_part.group(1)
        parts.setdefault(part_no, []).append((number, line))
    for part, numbered in parts.items():
        yield part, FlowText.join(numbered)


def _figures(flow: FlowText) -> Iterator[dict[str, str]]:
    """Yield what each amount of a budget paragraph is: its years, type, cost category and quote."""
    text = flow.text
    if no_budget := _NO_BUDGET.match(text):
        yield _figure(TOTAL_YEAR, False, "合計", "", "無", "千元", no_budget.group(), flow, 0)
    years: re.Match[str] | None = None
    capital_until = -1
    tokens = (_YEARS, _AMOUNT, _NO_BUDGET_OF_YEAR, re.compile("資本門："))
    for token in re.finditer("|".join(pattern.pattern for pattern in tokens), text):
        if token.group() == "資本門：":
            closing = re.compile("[）)]").search(text, token.end())
            capital_until = closing.start() if closing else len(text)
            continue
        if token["amount"] is None and token["no_budget"] is None:
            years = token
            continue
        if years is None:
            raise ValueError(f"{token.group()} has no year")
        before = text[: token.start()]
        expenditure_type, category = "合計", ""
        if token["amount"]:
            expenditure_type, category = _kind(before, token.start() < capital_until)
        quote = text[years.start() : token.end()]
        budget_years = _budget_years(years)
        for roc_year in budget_years:
            yield _figure(
                roc_year,
                len(budget_years) > 1,
                expenditure_type,
                category,
                token["amount"] or token["no_budget"],
                token["unit"] or "千元",
                quote,
                flow,
                token.start(),
            )


def _figure(
    roc_year: str,
    is_year_shared: bool,
    expenditure_type: str,
    cost_category: str,
    printed_text: str,
    unit: str,
    quote: str,
    flow: FlowText,
    start: int,
) -> dict[str, str]:
    return {
        "roc_year": roc_year,
        "is_year_shared": str(is_year_shared).lower(),
        "expenditure_type_zh": expenditure_type,
        "cost_category_zh": cost_category,
        "printed_text": printed_text,
        "unit_zh": unit,
        "quote_zh": quote,
        "line": str(flow.line_numbers[start]),
    }


def _kind(before: str, is_capital_part: bool) -> tuple[str, str]:
    """Type of expenditure and cost category of an amount, by the words before it."""
    for expenditure_type in ("經常門", "資本門"):
        if before.endswith(expenditure_type):
            return expenditure_type, ""
    if before.endswith("需"):
        return "合計", ""
    for category in _COST_CATEGORY.finditer(before):
        if category.end() == len(before):
            name = (category["of"] or "") + category["category"]
            return ("資本門" if is_capital_part else "合計"), name
    raise ValueError(f"no word says what kind of amount follows …{before[-12:]}")


def _budget_years(years: re.Match[str]) -> list[str]:
    if years["count"]:
        return [TOTAL_YEAR]
    last = years["last"] or years["first"]
    return [str(year) for year in range(int(years["first"]), int(last) + 1)]
