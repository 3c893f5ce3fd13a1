"""Loaded actuals that no target can be judged by, told when they are loaded.

What a target counts in is known once it is published. A file loaded before that is told by the
build, in `performance.mart_target_vs_actual.status_reason_code`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl

from loaders.files.raw_table import ROW
from warehouse.asking.sql import LOCKED_DOWN

_TARGETS = """
    select
        kpi_id, roc_year, resolved_unit_zh, component_text, subject_zh, target_place_code = 'cell'
    from performance.fct_kpi_targets
    where resolved_target_value is not null
"""


class _Part(NamedTuple):
    unit: str
    text: str
    subject: str | None
    is_in_cell: bool

    def is_named_by(self, subject: str) -> bool:
        return subject in f"{self.subject or ''} {self.text}"


def unjudged(rows: pl.DataFrame, base_units: Mapping[str, str], published: Path) -> Iterator[str]:
    """Say of each actual of another unit or of no part why it gives no verdict.

    Args:
        rows: landed rows of kind `kpi_actuals`, with the row of the file.
        base_units: the base unit of every unit.
        published: the published file, which may not be there yet.
    """
    parts = _parts(published)
    for row in rows.filter(pl.col("comparability_code") == "exact").iter_rows(named=True):
        of_year = parts.get((row["kpi_id"], row["roc_year"]), [])
        unit, subject = row["unit_zh"], row["subject_zh"]
        in_unit = [part for part in of_year if base_units.get(part.unit) == base_units[unit]]
        reason = None
        if of_year and not in_unit:
            reason = (
                f"the target counts in {_listed(part.unit for part in of_year)}, not in `{unit}`"
            )
        elif subject and sum(part.is_named_by(subject) for part in in_unit) != 1:
            reason = f"`{subject}` does not stand in exactly one of {_texts(in_unit)}"
        elif not subject and sum(part.is_in_cell for part in in_unit) > 1:
            reason = f"the subject must say of which of {_texts(in_unit)}"
        if reason:
            yield f"row {row[ROW]} will give no verdict on {row['kpi_id']}: {reason}"


def _parts(published: Path) -> dict[tuple[str, int], list[_Part]]:
    if not published.exists():
        return {}
    try:
        with duckdb.connect(str(published), read_only=True, config=LOCKED_DOWN) as connection:
            rows = connection.execute(_TARGETS).fetchall()
    except duckdb.Error:
        return {}
    parts: dict[tuple[str, int], list[_Part]] = {}
    for kpi_id, roc_year, *part in rows:
        parts.setdefault((kpi_id, roc_year), []).append(_Part(*part))
    return parts


def _texts(parts: list[_Part]) -> str:
    return _listed(part.text for part in parts)


def _listed(texts: Iterator[str]) -> str:
    return ", ".join(f"`{text}`" for text in dict.fromkeys(texts))
