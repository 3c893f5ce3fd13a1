"""The Chinese numerals that number goals, strategies and directions."""

from __future__ import annotations

import unicodedata

_DIGITS = "一二三四五六七八九"
_FORMAL = str.maketrans("壹貳贰參叁参肆伍陸陆柒捌玖拾", "一二二三三三四五六六七八九十")


def chinese_numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    leading = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens - 1]}十")
    return leading + (_DIGITS[ones - 1] if ones else "")


def numeral_value(printed: str) -> int | None:
    """The number that 十二, 拾貳, 12 or １２ stands for, 1 to 99; None where it is none."""
    text = unicodedata.normalize("NFKC", printed).translate(_FORMAL)
    if text.isascii():
        return int(text) if text.isdigit() else None
    return next((number for number in range(1, 100) if chinese_numeral(number) == text), None)
