"""Seeds of the digital upgrade plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from loaders.documents.figures import read_figures
from loaders.documents.nhi_digital_upgrade_113_116.budget_tables import (
    budget_table_3,
    budget_table_4,
    budget_table_5,
)
from loaders.documents.nhi_digital_upgrade_113_116.kpis import kpis_and_targets
from loaders.documents.nhi_digital_upgrade_113_116.legal_bases import legal_bases
from loaders.documents.nhi_digital_upgrade_113_116.risks import (
    risk_impact_levels,
    risk_likelihood_levels,
    risk_map_cells,
    risk_map_counts,
    risk_ratings,
    risk_responses,
    risks,
)
from loaders.documents.nhi_digital_upgrade_113_116.sections import (
    flow_by_section,
    lines_by_section,
)
from loaders.documents.nhi_digital_upgrade_113_116.self_check import self_check
from loaders.documents.nhi_digital_upgrade_113_116.telehealth import telehealth_table_1
from loaders.documents.nhi_digital_upgrade_113_116.work_item_budgets import work_item_budgets
from loaders.documents.nhi_digital_upgrade_113_116.work_item_schedule import work_item_schedule
from loaders.documents.nhi_digital_upgrade_113_116.work_items import work_items
from loaders.documents.notes import Note, Passage, notes_table, read_notes
from loaders.documents.registry import SourceDocument

READING_LIST = Path(__file__).with_name("figures.csv")
NOTES_LIST = Path(__file__).with_name("notes.csv")
_DOCUMENT = "nhi_digital_upgrade_113_116"


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The document's seed tables by name, every cell as printed."""
    lines = document.lines
    kpis, kpi_targets = kpis_and_targets(lines)
    aspects = kpis["aspect_name_zh"].unique(maintain_order=True).to_list()
    sections, flows = lines_by_section(lines), flow_by_section(lines)
    figures, _ = read_figures(READING_LIST, flows)
    checks = self_check(lines)
    passages = {name: Passage.of_section(name, flow) for name, flow in flows.items()}
    notes = [*read_notes(NOTES_LIST, passages), *_remarks(checks)]
    tables = {
        "kpis": kpis,
        "kpi_targets": kpi_targets,
        "budget_table_3": budget_table_3(lines),
        "budget_table_4": budget_table_4(lines),
        "budget_table_5": budget_table_5(lines),
        "work_item_budgets": work_item_budgets(sections),
        "work_item_schedule": work_item_schedule(lines, aspects),
        "telehealth_table_1": telehealth_table_1(lines),
        "risk_likelihood_levels": risk_likelihood_levels(lines),
        "risk_impact_levels": risk_impact_levels(lines),
        "risk_ratings": risk_ratings(lines),
        "risk_responses": risk_responses(lines),
        "risk_map_cells": risk_map_cells(lines),
        "risk_map_counts": risk_map_counts(lines),
        "risks": risks(lines),
        "self_check": checks,
        "programme_metrics": figures,
        "legal_bases": legal_bases(sections),
        "work_items": work_items(sections),
        "notes": notes_table(notes),
    }
    return {f"{_DOCUMENT}__{name}": frame for name, frame in tables.items()}


def _remarks(checks: pl.DataFrame) -> Iterator[Note]:
    """The remarks of table 12, each on a check of the plan."""
    for check in checks.iter_rows(named=True):
        if check["remark_zh"]:
            yield Note(
                "remark",
                check["remark_zh"],
                "nhi.dim_programme_self_checks",
                "/".join(filter(None, (_DOCUMENT, check["item_no"], check["check_no"]))),
                check["source_locator"],
            )
