"""The two lines that describe a table or column: English, then a Chinese name with its meaning."""

from __future__ import annotations

from typing import NamedTuple


class DescriptionParts(NamedTuple):
    """A description, taken apart.

    Attributes:
        english: the first line.
        name_zh: what the second line calls it.
        meaning_zh: what that line says in full-width brackets; empty where it has none.
    """

    english: str
    name_zh: str
    meaning_zh: str


def description_parts(text: str) -> DescriptionParts:
    """Take a description apart."""
    english, _, chinese = text.strip().partition("\n")
    name_zh, _, meaning_zh = chinese.partition("（")
    return DescriptionParts(english, name_zh, meaning_zh.removesuffix("）"))
