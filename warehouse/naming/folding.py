"""Text with its spelling folded away, so that a search finds what only looks different."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

_VARIANTS = files(__package__) / "variant_characters.csv"
# A space or line end beside a Chinese character is layout, not a word's end.
_LAYOUT = re.compile(r"(?<=[\u3000-\u9fff])\s+|\s+(?=[\u3000-\u9fff])")


def folded(text: str) -> str:
    """Half width, lower case, one form of each character, no white space inside Chinese."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_variants())
    return " ".join(_LAYOUT.sub("", text).split())


def place_in(text: str, word: str) -> tuple[int, int] | None:
    """Begin and end of a folded word in a text as it is, or None where it is not there."""
    signs = [
        (sign, place)
        for place, character in enumerate(text)
        for sign in folded(character).replace(" ", "")
    ]
    wanted = word.replace(" ", "")
    at = "".join(sign for sign, _ in signs).find(wanted)
    return None if at < 0 else (signs[at][1], signs[at + len(wanted) - 1][1] + 1)


@cache
def _variants() -> dict[int, str]:
    rows = csv.DictReader(_VARIANTS.read_text("utf-8").splitlines())
    return {ord(row["variant"]): row["folded"] for row in rows}
