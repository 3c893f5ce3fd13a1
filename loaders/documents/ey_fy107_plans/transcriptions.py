"""The rows of the two woven tables: short cells as people read them, the long one as what is left.

`kpi_cells.csv` and `plan_cells.csv` hold every cell of a row but the measure and the content. The
text is cut along them, column by column and line by line; what a cell prints comes from the text.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foundation.csv_files import read_table
from loaders.documents.ey_fy107_plans.pages import PagedText
from loaders.documents.ey_fy107_plans.unweaving.slots import FreeSlot, Slot, TranscribedSlot
from loaders.documents.ey_fy107_plans.unweaving.weave import Cut, DeadEndError, read_woven


@dataclass(frozen=True)
class Column:
    """A printed column: its width in half-width characters; merged cells span several rows."""

    name: str
    width: int
    is_merged: bool = False
    is_free: bool = False
    ragged: int = 2


@dataclass(frozen=True)
class WovenTable:
    """A table printed in every chapter, and the file that holds its transcribed cells."""

    columns: tuple[Column, ...]
    transcription: Path

    @property
    def transcribed(self) -> list[str]:
        return [column.name for column in self.columns if not column.is_free]


_HERE = Path(__file__).parent
KPI_TABLE = WovenTable(
    (
        Column("goal_no", 2, is_merged=True),
        Column("goal_name_zh", 10, is_merged=True),
        Column("kpi_no", 2),
        Column("kpi_name_zh", 18),
        Column("evaluation_system_code", 2),
        Column("evaluation_method_zh", 4),
        Column("measure_definition_zh", 20, is_free=True),
        Column("target_text", 12),
        Column("plan_link_zh", 8),
    ),
    _HERE / "kpi_cells.csv",
)
PLAN_TABLE = WovenTable(
    (
        Column("work_plan_name_zh", 12, is_merged=True),
        Column("plan_name_zh", 12),
        Column("plan_category_zh", 4),
        Column("content_zh", 44, is_free=True, ragged=7),
        Column("kpi_link_zh", 8),
    ),
    _HERE / "plan_cells.csv",
)


@dataclass(frozen=True)
class TableRow:
    """The cells of a row by column; a merged cell's whole text stands in each of its rows.

    Attributes:
        cells: the text of each column's cell, as printed.
        begins: whether the cell begins in this row; else it is merged with the one above.
    """

    cells: dict[str, PagedText]
    begins: dict[str, bool]

    def __getitem__(self, column: str) -> PagedText:
        return self.cells[column]


def table_rows(table: WovenTable, chapter_no: int, text: PagedText) -> list[TableRow]:
    """The rows of a chapter's table, in print order.

    Raises:
        ValueError: the transcribed cells and the text do not fit.
    """
    rows = [row for row in _transcription(table) if row["chapter_no"] == str(chapter_no)]
    slots = [_slot(column, rows) for column in table.columns]
    try:
        cuts = read_woven(comparable(text.text), slots, len(rows))
    except DeadEndError as error:
        raise ValueError(
            f"{table.transcription.name}, chapter {chapter_no}, row {error.row + 1}: the cells do "
            f"not fit the text from …{text.text[max(0, error.position - 30) : error.position]}⟩"
            f"⟨{text.text[error.position : error.position + 30]}… on"
        ) from error
    return _rows(table, rows, text, cuts)


def comparable(text: str) -> str:
    """`text` as it is compared: NFKC, which keeps one character for one where lengths agree."""
    return "".join(
        folded if len(folded := unicodedata.normalize("NFKC", character)) == 1 else character
        for character in text
    )


@cache
def _transcription(table: WovenTable) -> tuple[dict[str, str], ...]:
    rows = read_table(table.transcription, ["chapter_no", *table.transcribed])
    return tuple(rows.iter_rows(named=True))


def _slot(column: Column, rows: Sequence[dict[str, str]]) -> Slot:
    if column.is_free:
        return FreeSlot(column.width, column.ragged)
    cells = (comparable(row[column.name]) for row in rows)
    return TranscribedSlot(
        column.width,
        tuple(None if column.is_merged and not cell else cell for cell in cells),
    )


def _rows(
    table: WovenTable, rows: Sequence[dict[str, str]], text: PagedText, cuts: Sequence[Cut]
) -> list[TableRow]:
    first_rows = _first_rows(table, rows)
    pieces: dict[tuple[str, int], list[PagedText]] = defaultdict(list)
    for cut in cuts:
        name = table.columns[cut.slot].name
        pieces[name, first_rows[cut.row][name]].append(text[cut.start : cut.end])
    return [
        TableRow(
            cells={name: PagedText.joined(pieces[name, row]) for name, row in firsts.items()},
            begins={name: row == row_no for name, row in firsts.items()},
        )
        for row_no, firsts in enumerate(first_rows)
    ]


def _first_rows(table: WovenTable, rows: Sequence[dict[str, str]]) -> list[dict[str, int]]:
    """For each row and column, the row in which the cell beside it begins."""
    first_rows: list[dict[str, int]] = []
    for row_no, row in enumerate(rows):
        above = first_rows[-1] if first_rows else {}
        first_rows.append(
            {
                column.name: above[column.name]
                if column.is_merged and not row[column.name]
                else row_no
                for column in table.columns
            }
        )
    return first_rows
