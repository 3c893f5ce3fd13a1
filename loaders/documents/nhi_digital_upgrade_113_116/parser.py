"""Seeds of the digital upgrade plan."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from loaders.documents.figures import read_figures
from loaders.documents.nhi_digital_upgrade_113_116.budget_tables import (
    budget_table_3,
    budget_table_4,
    budget_table_5,
)
from loaders.documents.nhi_digital_upgrade_113_116.kpis import kpis_and_targets
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
from loaders.documents.registry import SourceDocument

READING_LIST = Path(__file__).with_name("figures.csv")
_PREFIX = "nhi_digital_upgrade_113_116__"


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The document's seed tables by name, every cell as printed."""
    lines = document.lines
    kpis, kpi_targets = kpis_and_targets(lines)
    aspects = kpis["aspect_name_zh"].unique(maintain_order=True).to_list()
    figures, _ = read_figures(READING_LIST, flow_by_section(lines))
    tables = {
        "kpis": kpis,
        "kpi_targets": kpi_targets,
        "budget_table_3": budget_table_3(lines),
        "budget_table_4": budget_table_4(lines),
        "budget_table_5": budget_table_5(lines),
        "work_item_budgets": work_item_budgets(lines_by_section(lines)),
        "work_item_schedule": work_item_schedule(lines, aspects),
        "telehealth_table_1": telehealth_table_1(lines),
        "risk_likelihood_levels": risk_likelihood_levels(lines),
        "risk_impact_levels": risk_impact_levels(lines),
        "risk_ratings": risk_ratings(lines),
        "risk_responses": risk_responses(lines),
        "risk_map_cells": risk_map_cells(lines),
        "risk_map_counts": risk_map_counts(lines),
        "risks": risks(lines),
        "self_check": self_check(lines),
        "programme_metrics": figures,
    }
    return {_PREFIX + name: frame for name, frame in tables.items()}
