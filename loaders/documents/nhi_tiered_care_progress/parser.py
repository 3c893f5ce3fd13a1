"""Seeds of the tiered-care progress document."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from loaders.documents.figures import read_figures
from loaders.documents.nhi_tiered_care_progress.measures import measures, strategies
from loaders.documents.nhi_tiered_care_progress.sections import flow_by_section, lines_by_section
from loaders.documents.nhi_tiered_care_progress.tables import (
    budget_series,
    family_doctor_plan,
    opened_items,
)
from loaders.documents.notes import Passage, notes_table, read_notes
from loaders.documents.registry import SourceDocument

READING_LIST = Path(__file__).with_name("figures.csv")
NOTES_LIST = Path(__file__).with_name("notes.csv")


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The document's seed tables by name, every cell as printed."""
    sections = lines_by_section(document.lines)
    flows = flow_by_section(document.lines)
    figures, _ = read_figures(READING_LIST, flows)
    passages = {name: Passage.of_section(name, flow) for name, flow in flows.items()}
    named = strategies(flows["序"])
    return {
        "nhi_tiered_care_progress__budget_series": budget_series(sections["(一)1"]),
        "nhi_tiered_care_progress__opened_items": opened_items(sections["(一)3"]),
        "nhi_tiered_care_progress__family_doctor_plan": family_doctor_plan(sections["(一)4"]),
        "nhi_tiered_care_progress__programme_metrics": figures,
        "nhi_tiered_care_progress__strategies": named,
        "nhi_tiered_care_progress__measures": measures(sections, named),
        "nhi_tiered_care_progress__notes": notes_table(read_notes(NOTES_LIST, passages)),
    }
