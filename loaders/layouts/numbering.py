"""The number that a line or cell begins with, in whatever width, brackets and numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foundation.numerals import numeral_value

_CHINESE = "[一二三四五六七八九十]{1,3}"
_FORMAL = "[壹貳贰參叁参肆伍陸陆柒捌玖拾]{1,3}"
_DIGITS = "[0-9０-９]{1,2}"
_STYLES = {
    "chinese": rf"({_CHINESE})\s*[、,，.．](?!\d)",
    "formal": rf"({_FORMAL})\s*[、,，.．]",
    "digits": rf"({_DIGITS})\s*[、.．](?![0-9０-９])",
    "bracketed_chinese": rf"[（(]\s*({_CHINESE})\s*[）)]",
    "bracketed_digits": rf"[（(]\s*({_DIGITS})\s*[）)]",
    # U+3220, U+2460, U+2474 and U+2488 are the first of signs that hold number and brackets.
    "sign_bracketed_chinese": "([㈠-㈩])",
    "sign_digits": "([①-⑳])",
    "sign_bracketed_digits": "([⑴-⒇])",
    "sign_pointed_digits": "([⒈-⒛])",
}
_SIGNS = {
    "sign_bracketed_chinese": ("bracketed_chinese", ord("㈠")),
    "sign_digits": ("circled", ord("①")),
    "sign_bracketed_digits": ("bracketed_digits", ord("⑴")),
    "sign_pointed_digits": ("digits", ord("⒈")),
}
_PATTERNS = {name: re.compile(rf"\s*{pattern}\s*") for name, pattern in _STYLES.items()}


@dataclass(frozen=True)
class Numbered:
    """A text after its number: the style of the number, its value, and the text without it."""

    style: str
    number: int
    text: str


def numbered(text: str) -> Numbered | None:
    """The number a text begins with, and the rest; None where it begins with none."""
    for style, pattern in _PATTERNS.items():
        found = pattern.match(text)
        if found is None:
            continue
        rest = text[found.end() :]
        if style in _SIGNS:
            name, first = _SIGNS[style]
            return Numbered(name, ord(found[1]) - first + 1, rest)
        if (number := numeral_value(found[1])) is not None:
            return Numbered(style, number, rest)
    return None
