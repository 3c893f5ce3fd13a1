"""Notes printed beside figures: a reading list says where each stands and what it bears on.

A reading list is a CSV file beside the document's parser. Its `quote_pattern` is the note as
printed, or its first and last words with `…` for all that stands between. Where a section prints a
note twice, `section` is the place of the one that is meant, such as `(一)3:L225`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from foundation.csv_files import LINE_COLUMN, read_table
from foundation.errors import InputError
from foundation.locations import shown
from loaders.documents.flow import FlowText

READING_LIST_COLUMNS = [
    "note_kind_code",
    "section",
    "quote_pattern",
    "applies_to_table",
    "applies_to_key",
]


@dataclass(frozen=True)
class Passage:
    """A stretch of text: for each of its characters, the locator of the place it is printed at."""

    text: str
    locators: Sequence[str]

    @classmethod
    def of_section(cls, section: str, flow: FlowText) -> Passage:
        """The running text of a section."""
        return cls(flow.text, [f"{section}:L{line}" for line in flow.line_numbers])


@dataclass(frozen=True)
class Note:
    """A note as printed, and the rows of a public table that it bears on."""

    note_kind_code: str
    note_zh: str
    applies_to_table: str
    applies_to_key: str
    source_locator: str


def read_notes(reading_list: Path, passages: Mapping[str, Passage]) -> list[Note]:
    """Every note of a reading list.

    Args:
        reading_list: the CSV file.
        passages: the text of each section of the document, by the section's name.

    Raises:
        InputError: an entry names no section of the document, or its quote stands there nowhere or
            in several places.
    """
    entries = read_table(reading_list, READING_LIST_COLUMNS)
    return [_note(reading_list, entry, passages) for entry in entries.iter_rows(named=True)]


def notes_table(notes: Iterable[Note]) -> pl.DataFrame:
    """The seed of notes, numbered in print order."""
    printed = sorted(notes, key=lambda note: _print_order(note.source_locator))
    return pl.DataFrame(
        [{"note_no": str(number), **vars(note)} for number, note in enumerate(printed, start=1)]
    )


def _print_order(source_locator: str) -> list[int]:
    """Line or page of a place; the numbers of its section come before the line and say nothing."""
    return [int(number) for number in re.findall(r"\d+", source_locator.rpartition(":")[2])]


def _note(reading_list: Path, entry: Mapping[str, str], passages: Mapping[str, Passage]) -> Note:
    section, is_placed, _ = entry["section"].partition(":L")
    passage = passages.get(section, Passage("", ()))
    pattern = ".+?".join(map(re.escape, entry["quote_pattern"].split("…")))
    places = [
        place
        for place in re.finditer(pattern, passage.text)
        if not is_placed or passage.locators[place.start()] == entry["section"]
    ]
    if len(places) != 1:
        raise InputError(
            file=shown(reading_list),
            line=int(entry[LINE_COLUMN]),
            column="quote_pattern",
            found=f"{entry['quote_pattern']} at {len(places)} places of section {entry['section']}",
            expected="a quote that stands there exactly once",
            mend="lengthen the quote or correct it against the source text",
        )
    (place,) = places
    return Note(
        note_kind_code=entry["note_kind_code"],
        note_zh=place.group(),
        applies_to_table=entry["applies_to_table"],
        applies_to_key=entry["applies_to_key"],
        source_locator=passage.locators[place.start()],
    )
