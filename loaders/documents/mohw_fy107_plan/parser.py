"""Seeds of the Ministry's own FY107 plan: its layout, and the figures and notes of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from loaders.documents.figures import read_figures
from loaders.documents.flow import FlowText, NumberedLine
from loaders.documents.notes import Passage, notes_table, read_notes
from loaders.documents.registry import SourceDocument
from loaders.layouts.declaration import read_layout
from loaders.layouts.front_ends.plain_text import read_text_lines
from loaders.layouts.reading import read_chapters

GROUP = Path(__file__).parent.name
READING_LIST = Path(__file__).with_name("figures.csv")
NOTES_LIST = Path(__file__).with_name("notes.csv")
_PART = re.compile(r"(?P<part>[壹貳參])、")
# Left by the conversion to text; nothing of it is printed.
_CONVERSION_ARTEFACT = "[bookmark: _GoBack]"


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The document's seed tables by name, every cell as printed.

    Raises:
        InputError: the text is not of the layout, or a row or cell of it is left over.
    """
    # The text breaks off after the last row's content, before its link cell: read as blank.
    printed = read_text_lines([*"\n".join(document.lines).rstrip().split("\n"), "\t"])
    (chapter,) = read_chapters(document.path, printed, read_layout("annual_plan"))
    tables = {f"{GROUP}__{name}": pl.DataFrame(rows) for name, rows in chapter.seeds.items()}
    plans = f"{GROUP}__plans"
    link = pl.col("kpi_link_zh").str.strip_prefix(_CONVERSION_ARTEFACT)
    tables[plans] = tables[plans].with_columns(link)
    flows = flow_by_part(document.lines)
    figures, _ = read_figures(READING_LIST, flows)
    passages = {part: Passage.of_section(part, flow) for part, flow in flows.items()}
    return {
        **tables,
        f"{GROUP}__programme_metrics": figures,
        f"{GROUP}__notes": notes_table(read_notes(NOTES_LIST, passages)),
    }


def flow_by_part(lines: Sequence[str]) -> dict[str, FlowText]:
    """The running text of parts 壹, 貳 and 參."""
    return {part: FlowText.join(numbered) for part, numbered in _lines_by_part(lines).items()}


def _lines_by_part(lines: Sequence[str]) -> dict[str, list[NumberedLine]]:
    parts: dict[str, list[NumberedLine]] = {}
    part = "序"
    for number, line in enumerate(lines, start=1):
        if opens_part := _PART.match(line):
            part = opens_part["part"]
        parts.setdefault(part, []).append((number, line))
    return parts
