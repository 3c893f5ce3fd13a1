"""Keys made of parts, readable; macro `key_of` writes the same in SQL."""

from __future__ import annotations

from collections.abc import Iterable

SEPARATOR = "/"
ABSENT = "∅"
# What a part's own signs are written as, in this order.
ESCAPES = (("~", "~0"), (SEPARATOR, "~1"), (ABSENT, "~2"))


def key_of(parts: Iterable[object]) -> str:
    """The parts joined by `/`, an absent one written ∅."""
    return SEPARATOR.join(map(_written, parts))


def _written(part: object) -> str:
    if part is None:
        return ABSENT
    text = str(part)
    for sign, escaped in ESCAPES:
        text = text.replace(sign, escaped)
    return text
