"""The reading report of a document: each table as printed beside what was read of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from loaders.layouts.declaration import Layout
from loaders.layouts.printed import Cell, Table, printed_characters
from loaders.layouts.reading import Chapter, PrintedTable, not_data


@dataclass(frozen=True)
class Difference:
    """A cell that two files of one document print differently."""

    table: str
    place: str
    column: str
    read: str
    other: str


@dataclass(frozen=True)
class Proof:
    """How the characters of a table are accounted for; the parts add up to all."""

    printed: int
    values: int
    others: int


_TEMPLATE = Path(__file__).with_name("reading_report.html")


def proof_of(table: PrintedTable) -> Proof:
    """The characters of a table, those of its values, and those listed as not data.

    Raises:
        ValueError: the parts are not the whole.
    """
    others = {id(entry.cell): entry.cell for entry in not_data(table)}
    printed, values, listed = (
        printed_characters(cell.text for cell in cells).total()
        for cells in (_all_cells(table.tables), table.value_cells, others.values())
    )
    if values + listed != printed:
        raise ValueError(
            f"{printed} characters in {table.name}, {values} and {listed} accounted for"
        )
    return Proof(printed, values, listed)


def _all_cells(tables: Sequence[Table]) -> list[Cell]:
    return [cell for table in tables for cell in table.cells]


def reading_report(
    path: Path,
    layout: Layout,
    chapters: Sequence[Chapter],
    differences: Sequence[Difference],
    *,
    has_second: bool,
) -> str:
    """The report as HTML, Chinese first.

    Raises:
        ValueError: a character of a table is accounted for nowhere or twice.
    """
    template = Environment(autoescape=True, trim_blocks=True).from_string(
        _TEMPLATE.read_text("utf-8")
    )
    return template.render(
        file=path.name,
        layout=layout,
        chapters=chapters,
        differences=differences,
        has_second=has_second,
        proof_of=proof_of,
        not_data=not_data,
    )
