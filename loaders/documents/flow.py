"""Wrapped lines joined into running text that still knows the line of every character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NumberedLine = tuple[int, str]


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


@dataclass(frozen=True)
class FlowText:
    """Running text without the spaces and line ends that only wrap it.

    Attributes:
        text: the text; white space is kept only between two ASCII words or numbers.
        line_numbers: for each character of `text`, its 1-based line in the source.
    """

    text: str
    line_numbers: tuple[int, ...]

    @classmethod
    def join(cls, numbered_lines: Iterable[NumberedLine]) -> FlowText:
        """Join lines given as (1-based line number, text)."""
        characters: list[str] = []
        line_numbers: list[int] = []
        is_gap = False
        for number, character in _characters(numbered_lines):
            if character.isspace():
                is_gap = True
                continue
            if is_gap and characters and _is_word(characters[-1]) and _is_word(character):
                characters.append(" ")
                line_numbers.append(number)
            is_gap = False
            characters.append(character)
            line_numbers.append(number)
        return cls("".join(characters), tuple(line_numbers))


@dataclass(frozen=True)
class Cell:
    """A table cell: its text, and the 1-based line it begins on."""

    text: str
    line: int


def _characters(numbered_lines: Iterable[NumberedLine]) -> Iterator[tuple[int, str]]:
    for number, line in numbered_lines:
        for character in line:
            yield number, character
        yield number, "\n"
