"""Figures of other publishers: as collected, and what comes of them."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from foundation.locations import SEEDS_FOLDER

SEED = SEEDS_FOLDER / "published_figures/published_figures__figures.csv"


@pytest.fixture
def collected(sources: Path) -> Path:
    """The file the figures were collected in, beside the source texts."""
    path = sources.parent / "reference" / "published_figures.csv"
    if not path.is_file():
        pytest.skip(f"no collected figures at {path}")
    return path


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_the_seed_is_what_was_collected_cell_for_cell(collected: Path) -> None:
    assert _rows(SEED) == _rows(collected)
    assert len(_rows(SEED)) == 67


def test_every_published_figure_is_in_a_public_table(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    public = warehouse.execute(
        """
        select topic_zh, metric_zh, roc_period, printed_text, publisher_zh, source_url, quote_zh
        from audit.rpt_published_figures
        """
    ).fetchall()
    collected = [(*row[:4], row[6], row[8], row[9]) for row in _rows(SEED)[1:]]
    assert sorted(public) == sorted(collected)


def test_adult_smoking_met_its_target(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        """
        select kpi_id, resolved_target_value, actual_value, actual_roc_year, attainment_rate,
            status_code
        from performance.mart_target_vs_actual where kpi_id like '%/mohw/7-1' order by 1
        """
    ).fetchall()
    assert rows == [
        ("mohw_fy107_plan/mohw/7-1", 15, 13, 107, Decimal("1.15384615"), "met"),
    ]


def test_only_an_exact_figure_gives_a_verdict(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Homes built by government alone are no outcome of the KPI that counts them all; both are."""
    counted = warehouse.execute(
        """
        select comparability_code, count(*), count(comparability_note_en)
        from performance.fct_kpi_actuals where source_url is not null group by all order by all
        """
    ).fetchall()
    assert counted == [("exact", 13, 0), ("similar", 34, 34)]
    housing = warehouse.execute(
        """
        select status_code, actual_value, is_actual_computed
        from performance.mart_target_vs_actual
        where kpi_id = 'ey_fy107_plans/moi/4-1' and roc_year = 107
        """
    ).fetchall()
    assert housing == [("missed", 28438, True)]


def test_where_documents_and_other_publishers_differ(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    findings = warehouse.execute(
        """
        select source_document_id, source_locator, printed_value, expected_value
        from audit.rpt_source_findings where kind_code = 'external_source' order by all
        """
    ).fetchall()
    assert findings == [
        ("nhi_digital_upgrade_113_116", "參一(一)1:L1933", "7,796", "7807"),
        ("nhi_tiered_care_progress", "(一)4:L283", "39.48", "39.342"),
        ("nhi_tiered_care_progress", "(一)4:L289", "5,678", "5687"),
    ]
    compared = warehouse.execute(
        """
        select check_code, comparability_code, verdict_code, count(*)
        from audit.rpt_published_comparisons group by all order by all
        """
    ).fetchall()
    assert compared == [
        ("published_figure_and_document", "exact", "agreed", 13),
        ("published_figure_and_document", "exact", "disagreed", 3),
        ("published_figure_and_document", "exact", "rounding", 4),
        ("published_figure_and_document", "similar", "agreed", 1),
        ("published_figure_between_publishers", "exact", "agreed", 3),
        ("published_figure_between_publishers", "similar", "agreed", 1),
    ]
