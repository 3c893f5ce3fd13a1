"""A document of running text, its figures and its notes: cut into sections by its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from foundation.errors import InputError
from foundation.locations import shown
from loaders.documents.declarations import DeclaredSeed, Document
from loaders.documents.figures import read_figures
from loaders.documents.flow import FlowText, NumberedLine
from loaders.documents.notes import Passage, notes_table, read_notes
from loaders.documents.registry import SourceDocument

READING_LIST = "figures.csv"
NOTES_LIST = "notes.csv"
WHOLE_TEXT = "全文"


def flow_by_section(lines: Sequence[str], sections: Mapping[str, str]) -> dict[str, FlowText]:
    """The running text of each section, by its name in locators.

    Args:
        lines: the document's lines.
        sections: what the first line of each section begins with, by name, in print order; what
            stands before the first, and the whole of a text without sections, is 全文.

    Raises:
        ValueError: no line begins a section, after the section before it.
    """
    parts: dict[str, list[NumberedLine]] = {WHOLE_TEXT: []}
    name, awaited = WHOLE_TEXT, list(sections)
    for number, line in enumerate(lines, start=1):
        if awaited and line.strip().startswith(str(sections[awaited[0]])):
            name = awaited.pop(0)
        parts.setdefault(name, []).append((number, line))
    if awaited:
        raise ValueError(f"no line begins with {sections[awaited[0]]}, the section {awaited[0]}")
    return {name: FlowText.join(part) for name, part in parts.items()}


def read_prose(declared: Document, document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The seeds of figures and notes that a document's reading lists give.

    Raises:
        InputError: the document has a seed of another kind, or a quote is not in its text.
    """
    flows = flow_by_section(document.lines, declared.sections)
    return {seed.name: _read(declared, seed, flows) for seed in declared.seeds}


def _read(declared: Document, seed: DeclaredSeed, flows: Mapping[str, FlowText]) -> pl.DataFrame:
    if seed.kind == "figures":
        figures, _ = read_figures(declared.folder / READING_LIST, flows)
        return figures
    if seed.kind == "notes":
        passages = {name: Passage.of_section(name, flow) for name, flow in flows.items()}
        return notes_table(read_notes(declared.folder / NOTES_LIST, passages))
    raise InputError(
        file=shown(declared.declared_in),
        column=f"seeds.{seed.table}",
        found="a table that no parser reads",
        expected=f"the kinds figures and notes, which {READING_LIST} and {NOTES_LIST} give",
        mend=f"write {shown(declared.folder / 'parser.py')} with a function `extract`",
    )
