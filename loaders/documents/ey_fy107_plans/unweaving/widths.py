"""Where a printed line of a cell may break."""

from __future__ import annotations

import re

# What may not begin a line, so that the character before it moves down with it.
_NO_START = frozenset("，。、；：？！）」』】》〉〕﹜’”%)]},.:;?!")
_NO_END = frozenset("（「『【《〈〔﹛‘“([{")
_WORD = re.compile(r"[0-9A-Za-z.,%\-/+&'_]+")
_PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]+、|[0-9]{1,2}[.、]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[【〔註※]|備註|說明"
)
SENTENCE_END = frozenset("。】；：）%);:】")
# The dearest break: a line that ends early for no reason that shows.
DEAREST = 14.0
# Each half-width a line is wider than its column.
TOO_WIDE = 1.5
_BAD_START, _BAD_END = 6.0, 3.0


def character_width(character: str) -> int:
    """Width in half-width units: 1 for ASCII, else 2."""
    return 1 if character < "\x7f" else 2


class BreakableText:
    """Text with what the search asks of every position, worked out once.

    Attributes:
        text: the text.
        widths: width of each character.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.widths = [character_width(character) for character in text]
        self._token_widths = [self._token_width(index) for index in range(len(text))]
        self._begins_paragraph = [
            _PARAGRAPH.match(text, index) is not None for index in range(len(text))
        ]

    def at(self, position: int) -> str:
        """The character at `position`, empty after the end."""
        return self.text[position : position + 1]

    def break_cost(
        self, last: str, last_width: int, position: int, column_width: int, ragged: int
    ) -> float:
        """Cost of going on at `position` on a new line; of ending, after the last character.

        Args:
            last: the last character of the line before.
            last_width: the width of that line.
            position: where the next line begins.
            column_width: the widest an ordinary line is.
            ragged: how much narrower than that ordinary lines may be.
        """
        over = last_width - column_width
        cost = TOO_WIDE * over if over > 0 else 0.0
        first = self.at(position)
        if not first:
            return cost
        if first in _NO_START:
            cost += _BAD_START
        if last in _NO_END:
            cost += _BAD_END
        spare = column_width - last_width - self._token_widths[position]
        if spare < 0:
            return cost
        limit = DEAREST
        if self._begins_paragraph[position]:
            limit = 1.0 if last in SENTENCE_END or first in "【註※" else 4.0
        elif last in SENTENCE_END:
            limit = 5.0
        return cost + min(0.7 if spare < ragged else 1.5 * (spare - ragged) + 3.0, limit)

    def _token_width(self, start: int) -> int:
        word = _WORD.match(self.text, start)
        end = word.end() if word else start + 1
        while end < len(self.text) and self.text[end - 1] in _NO_END:
            end += 1
        while end < len(self.text) and self.text[end] in _NO_START:
            end += 1
        return sum(self.widths[start:end])
