"""The numbered sections of the digital upgrade plan, and its tables cut out of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.documents.flow import FlowText, NumberedLine
from loaders.documents.nhi_digital_upgrade_113_116.layout import table_lines, without_breaks

_NUMERALS = "一二三四五六七八九十"
_CHAPTERS = "壹貳參肆伍陸柒捌"
_LEVELS = (
    (re.compile(rf"([{_CHAPTERS}])、"), _CHAPTERS, "{}"),
    (re.compile(rf"([{_NUMERALS}])、"), _NUMERALS, "{}"),
    (re.compile(rf"\(([{_NUMERALS}])\)"), _NUMERALS, "({})"),
    (re.compile(r"(\d+)\. "), None, "{}"),
    (re.compile(r"\((\d+)\) "), None, "({})"),
)
# The lines each table begins with and the line after it begins with.
TABLES = {
    "貳三": ("績效指標", "參、現行相關政策"),
    "表1": ("表 1、", "111 年健保署「虛擬健保卡政策"),
    "參四(二)7表": ("分類", "肆、執行策略及方法"),
    "表2": ("表 2、計畫工作項目", "二、分期（年）執行策略"),
    "肆二": ("執行年度", "三、執行步驟與方法"),
    "表3": ("表 3、", "三、經費需求"),
    "表4": ("表 4、", "表 5、"),
    "表5": ("表 5、", "陸、預期效果"),
    "表6": ("表 6、", "表 7、風險"),
    "表7": ("表 7、風險", "表 8、風險"),
    "表8": ("表 8、風險", "【第一部分】：計畫現有"),
    "表9": ("表 9、", "【第二部分】：計畫風險"),
    "表10": ("表 10、", "【第三部分】：計畫殘餘"),
    "表11": ("表 11、", "二、相關機關配合事項"),
    "表12": ("表 12、", "【第一部分－機關自評】"),
    "表13": ("表 13、", "【第二部分－程序參與】由"),
    "表14": ("表 14、", "四、資訊系統相關策略之資通安全"),
}


def lines_by_section(lines: Sequence[str]) -> dict[str, list[NumberedLine]]:
    """The lines of each section, by its locator: `肆三(一)1(2)`, or `表5` for a table.

    A line opens a section only when its number is the one that must follow, so a wrapped line that
    happens to start with a number opens nothing; chapter 參 has a list that starts with (二).
    """
    table_of = {
        number: table
        for table, (first, last) in TABLES.items()
        for number, _ in table_lines(lines, first, last)
    }
    sections: dict[str, list[NumberedLine]] = {}
    numbers: list[int] = []
    for number, line in without_breaks(table_lines(lines, "壹、計畫緣起", None)):
        if number not in table_of:
            numbers = _after_opening(numbers, line.strip())
        section = table_of.get(number) or _locator(numbers)
        sections.setdefault(section, []).append((number, line))
    return sections


def flow_by_section(lines: Sequence[str]) -> dict[str, FlowText]:
    """The running text of each section, by its locator."""
    return {
        section: FlowText.join(numbered) for section, numbered in lines_by_section(lines).items()
    }


def _after_opening(numbers: list[int], line: str) -> list[int]:
    for level, (pattern, numerals, _) in enumerate(_LEVELS):
        if level > len(numbers) or not (opens := pattern.match(line)):
            continue
        printed = opens.group(1)
        number = numerals.index(printed) + 1 if numerals else int(printed)
        current = numbers[level] if level < len(numbers) else 0
        if number == current + 1 or (level == 2 and current == 0 and number == 2):
            return [*numbers[:level], number]
    return numbers


def _locator(numbers: Sequence[int]) -> str:
    return "".join(
        form.format(numerals[number - 1] if numerals else number)
        for number, (_, numerals, form) in zip(numbers, _LEVELS, strict=False)
    )
