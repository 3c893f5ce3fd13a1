"""Seeds of the digital upgrade plan."""

from __future__ import annotations

import polars as pl

from loaders.documents.nhi_digital_upgrade_113_116.budget_tables import (
    budget_table_3,
    budget_table_4,
    budget_table_5,
)
from loaders.documents.registry import SourceDocument

_PREFIX = "nhi_digital_upgrade_113_116__"


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The document's seed tables by name, every cell as printed."""
    lines = document.lines
    tables = {
        "budget_table_3": budget_table_3(lines),
        "budget_table_4": budget_table_4(lines),
        "budget_table_5": budget_table_5(lines),
    }
    return {_PREFIX + name: frame for name, frame in tables.items()}
