"""What somebody else read in a document, beside what we read."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

from foundation.csv_files import read_text
from foundation.errors import InputError
from foundation.locations import shown
from loaders.documents.declarations import DeclaredSeed, Document

Row = dict[str, str]
Cell = tuple[str, ...]

# A second reader may write the line a row begins on, which the seed has in its locator.
LINE = "line"


def second_reading(document: Document, seed: DeclaredSeed) -> Path:
    """The file of a seed's second reading.

    Raises:
        InputError: there is none.
    """
    path = document.folder / "second_reading" / f"{seed.second_reading}.csv"
    if not path.is_file():
        raise InputError(
            file=shown(path),
            found="no second reading",
            expected=f"{seed.table} as somebody read it who had not seen the first reading",
            mend="have the source text transcribed again, with columns named as the seed's",
        )
    return path


def as_compared(text: str) -> str:
    """Text without what two careful readers may write differently: width of signs, and spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def rows_of(path: Path) -> list[Row]:
    """The rows of a reading, as texts by column."""
    return list(csv.DictReader(read_text(path).splitlines(keepends=True)))


def line_of(row: Row) -> str:
    """The line that a row of either reading begins on."""
    return row[LINE] if LINE in row else row.get("source_locator", "").rpartition("L")[2]


def differing_cells(
    document: Document, seed: DeclaredSeed, seed_file: Path
) -> tuple[list[Cell], list[Cell]]:
    """The rows that only one of the two readings has, in the columns that the second one has.

    Raises:
        InputError: there is no second reading, or it has no row or a column that the seed has not.
    """
    path = second_reading(document, seed)
    theirs = rows_of(path)
    columns = list(theirs[0]) if theirs else []
    if not columns or not set(columns) <= {*seed.column_names, LINE}:
        raise InputError(
            file=shown(path),
            line=1,
            found=f"the columns {', '.join(columns)}" if columns else "no rows",
            expected=f"rows with columns among {', '.join(seed.column_names)}, {LINE}",
            mend="name the columns as the seed does, and leave out those that were not read",
        )
    ours = [{**row, LINE: line_of(row)} for row in rows_of(seed_file)]
    first, second = (
        Counter(tuple(as_compared(row[name]) for name in columns) for row in rows)
        for rows in (ours, theirs)
    )
    return sorted((first - second).elements()), sorted((second - first).elements())
