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
_NUMBER = re.compile(r"[一二三四五六七八九十]、")
_SENTENCE_END = frozenset("。】；：）%);:】")
# The dearest break: a line that ends early for no reason that shows.
_DEAREST = 14.0
_BAD_START, _BAD_END = 6.0, 3.0


def character_width(character: str) -> int:
    """Width in half-width units: 1 for ASCII, else 2."""
    return 1 if character < "\x7f" else 2


class WovenText:
    """Interleaved text with what the search asks of every position, worked out once.

    Attributes:
        text: the text.
        symbols: its characters as the language model sees them.
        widths: width of each character.
        token_widths: width of what must stand together from each position on.
        begins_paragraph: whether a paragraph may begin at each position.
        ends_sentence: whether a paragraph may end with each character.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.symbols = ["0" if character.isdigit() else character for character in text]
        self.widths = [character_width(character) for character in text]
        self.token_widths = [self._token_width(index) for index in range(len(text))]
        self.begins_paragraph = [
            _PARAGRAPH.match(text, index) is not None for index in range(len(text))
        ]
        self.numbers_paragraph = [
            _NUMBER.match(text, index) is not None for index in range(len(text))
        ]
        self.ends_sentence = [character in _SENTENCE_END for character in text]

    def _token_width(self, start: int) -> int:
        word = _WORD.match(self.text, start)
        end = word.end() if word else start + 1
        while end < len(self.text) and self.text[end - 1] in _NO_END:
            end += 1
        while end < len(self.text) and self.text[end] in _NO_START:
            end += 1
        return sum(self.widths[start:end])

    def break_cost(
        self, last_width: int, last: str, position: int, column_width: int, ragged: int
    ) -> float:
        """Cost of going on at `position` on a new line.

        Args:
            last_width: width of the line before.
            last: its last character.
            position: where the next line begins.
            column_width: the widest an ordinary line is.
            ragged: how much narrower than that ordinary lines may be.
        """
        over = last_width - column_width
        first = self.text[position]
        cost = 1.5 * over if over > 0 else 0.0
        if first in _NO_START:
            cost += _BAD_START
        if last in _NO_END:
            cost += _BAD_END
        spare = column_width - last_width - self.token_widths[position]
        if spare < 0:
            return cost
        limit = _DEAREST
        if self.begins_paragraph[position]:
            limit = 1.0 if last in _SENTENCE_END or first in "【註※" else 4.0
        elif last in _SENTENCE_END:
            limit = 5.0
        return cost + min(0.7 if spare < ragged else 1.5 * (spare - ragged) + 3.0, limit)
