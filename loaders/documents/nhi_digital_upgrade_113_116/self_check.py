"""Table 12: the self-check of the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from loaders.documents.flow import Cell
from loaders.documents.nhi_digital_upgrade_113_116.layout import Readings, cell_flows, table_lines

_HEADINGS = (
    "檢視項目",
    "內 容 重 點",
    "(內容是否依下列原則撰擬)",
    "主辦",
    "機關",
    "主管",
    "備註",
    "是 否 是 否",
)
_MARK = "✓"
_ANSWERS = (
    ("lead_agency_answer_zh", "是"),
    ("lead_agency_answer_zh", "否"),
    ("supervising_agency_answer_zh", "是"),
    ("supervising_agency_answer_zh", "否"),
)
_ITEM = re.compile(
    r"(?P<item_no>\d+)、(?P<item_name_zh>.+?)(?P<check>(?:\(\d\)|是否).+)?", re.DOTALL
)
_CHECK = re.compile(r"(?:\((?P<check_no>\d)\))?(?P<check_zh>.+)", re.DOTALL)


def self_check(lines: Sequence[str]) -> pl.DataFrame:
    """Table 12, one row a check; a tick's place says who ticked what.

    A numbered remark belongs to the check of its number, any other to the check it stands after.
    """
    table = table_lines(lines, "檢視項目", "主辦機關核章", _HEADINGS)
    readings = Readings.of_table("表12")
    rows: list[dict[str, str]] = []
    remarks: list[tuple[str, str, str]] = []
    item: dict[str, str] = {}
    is_open = False
    for cell in readings.apply(cell_flows(table)):
        text = cell.text.replace(_MARK, "")
        opens_item = _ITEM.fullmatch(text)
        opens_check = re.match(r"\(\d\)", text) or ("是否" in text and not is_open)
        if cell.line in readings.remarks:
            number = text[1]
            remarks.append((item["item_no"], number, text))
        elif opens_item:
            item = opens_item.groupdict()
            if item["check"]:
                rows.append(_row(item, item["check"], cell))
            is_open = bool(item["check"])
        elif opens_check:
            rows.append(_row(item, text, cell))
            is_open = True
        elif is_open and text:
            rows[-1]["check_zh"] += f"\n{text}"
        elif text and rows and rows[-1]["item_no"] == item["item_no"]:
            remarks.append((item["item_no"], rows[-1]["check_no"], text))
        else:
            item["item_name_zh"] += text
        if _MARK in cell.text:
            column, answer = _answer(lines, cell.line)
            rows[-1][column] = answer
            is_open = False
    for item_no, check_no, remark in remarks:
        row = next(r for r in rows if (r["item_no"], r["check_no"]) == (item_no, check_no))
        row["remark_zh"] += remark
    first_checks = {row["item_no"]: row["source_locator"] for row in reversed(rows)}
    for row in rows:
        is_merged = row["source_locator"] != first_checks[row["item_no"]]
        row["is_item_merged"] = str(is_merged).lower()
    return pl.DataFrame(rows)


def _row(item: dict[str, str], text: str, cell: Cell) -> dict[str, str]:
    check = _CHECK.fullmatch(text)
    if check is None:
        raise ValueError(f"`{text}` is no check")
    return {
        "item_no": item["item_no"],
        "item_name_zh": item["item_name_zh"],
        "check_no": check["check_no"] or "",
        "check_zh": check["check_zh"],
        "lead_agency_answer_zh": "",
        "supervising_agency_answer_zh": "",
        "remark_zh": "",
        "source_locator": f"表12:L{cell.line}",
    }


def _answer(lines: Sequence[str], first: int) -> tuple[str, str]:
    """The column of the next tick: one space sets two cells apart, a blank cell leaves one more."""
    line = next(line for line in lines[first - 1 :] if _MARK in line)
    before = line[: line.index(_MARK)]
    blanks = len(before) - len(before.rstrip(" ")) - (1 if before.strip() else 0)
    return _ANSWERS[blanks]
