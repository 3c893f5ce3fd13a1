"""The Chinese numerals that number goals, strategies and directions."""

from __future__ import annotations

_DIGITS = "一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    leading = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens - 1]}十")
    return leading + (_DIGITS[ones - 1] if ones else "")
