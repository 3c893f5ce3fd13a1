"""Which characters of a table's text belong to which cell, as `unweaving` found it out.

`readings.csv` gives the pieces of each table row in print order, printed lines apart by spaces: a
letter for the column and the number of characters. The text gives the cells their content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from loaders.csv_files import read_table
from loaders.documents.ey_fy107_plans.pages import PagedText

READINGS = Path(__file__).with_name("readings.csv")
READINGS_COLUMNS = ["chapter_no", "table_code", "row_no", "pieces"]
KPI_TABLE, PLAN_TABLE = "kpis", "plans"
# G begins a goal's number, h is its second line; W begins a work plan, w goes on with it.
KPI_COLUMNS = "Ghgnksemtl"
PLAN_COLUMNS = "Wwpcdl"
_PIECE = re.compile(r"([A-Za-z])(\d+)")


@dataclass(frozen=True)
class TableRow:
    """The pieces of one table row: column letter and text, in print order."""

    row_no: int
    pieces: tuple[tuple[str, PagedText], ...]

    def cell(self, columns: str) -> PagedText:
        """The pieces of a column joined; several letters may make up one column."""
        pieces = [piece for column, piece in self.pieces if column in columns]
        return PagedText(
            "".join(piece.text for piece in pieces),
            tuple(label for piece in pieces for label in piece.labels),
        )

    def has(self, column: str) -> bool:
        """Whether the column prints anything in this row."""
        return any(letter == column for letter, _ in self.pieces)


def read_readings() -> dict[tuple[int, str], list[str]]:
    """The pieces of every row by chapter number and table, rows in print order."""
    readings: dict[tuple[int, str], list[str]] = {}
    for row in read_table(READINGS, READINGS_COLUMNS).iter_rows(named=True):
        readings.setdefault((int(row["chapter_no"]), row["table_code"]), []).append(row["pieces"])
    return readings


def table_rows(table: PagedText, readings: list[str]) -> list[TableRow]:
    """The rows of a table.

    Raises:
        ValueError: the pieces do not make up the table's text exactly.
    """
    rows: list[TableRow] = []
    position = 0
    for row_no, reading in enumerate(readings, start=1):
        pieces: list[tuple[str, PagedText]] = []
        for column, length in _PIECE.findall(reading):
            end = position + int(length)
            pieces.append((column, table[position:end]))
            position = end
        rows.append(TableRow(row_no, tuple(pieces)))
    if position != len(table.text):
        raise ValueError(f"readings of {position} characters for {len(table.text)} characters")
    return rows
