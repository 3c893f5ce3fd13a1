"""The suites of KPIs and published figures catch lost rows, mixed columns and wrong codes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import polars as pl
import pytest

from foundation.locations import SEEDS_FOLDER
from loaders.seeds.checks import check_seeds
from tests.python.conftest import BuiltProject
from warehouse.gates.expectations import ExpectationGate

# Of each public table two columns to swap, and a column to fill with a value that is none of its.
PUBLIC_TABLES = {
    "audit.rpt_edition_differences": ("entity_key", "field_code", "entity_code", "kpis"),
    "audit.rpt_published_comparisons": (
        "_seed_row_key",
        "_compared_seed_row_key",
        "verdict_code",
        "same",
    ),
    "audit.rpt_published_figures": ("topic_zh", "metric_zh", "comparability_code", "same"),
    "core.bridge_plan_kpis": ("plan_id", "kpi_id", "match_kind_code", "similar"),
    "core.dim_agencies": ("agency_name_zh", "agency_name_en", "chapter_no", 35),
    "core.dim_evaluation_systems": (
        "evaluation_system_code",
        "evaluation_system_zh",
        "evaluation_system_code",
        "6",
    ),
    "core.dim_fiscal_years": ("roc_year", "fiscal_year", "roc_year", 121),
    "core.dim_kpi_data_quality": (
        "measure_without_notes_zh",
        "evaluation_method_zh",
        "data_source_kind_code",
        "newspaper",
    ),
    "core.dim_kpis": ("kpi_name_zh", "measure_definition_zh", "direction_code", "up"),
    "core.dim_plans": ("plan_name_zh", "content_zh", "plan_category_zh", "其他"),
    "core.dim_policy_directions": ("section_no", "item_no", "section_no", 9),
    "core.dim_policy_goals": ("policy_goal_id", "goal_name_zh", "goal_no", 21),
    "core.dim_policy_strategies": ("goal_no", "strategy_no", "goal_no", 21),
    "performance.fct_kpi_actuals": ("roc_year", "fiscal_year", "comparability_code", "same"),
    "performance.fct_kpi_targets": (
        "target_kind_code",
        "resolution_code",
        "target_kind_code",
        "number",
    ),
    "performance.mart_target_vs_actual": (
        "agency_name_zh",
        "kpi_name_zh",
        "status_code",
        "reached",
    ),
}
SEEDS = {
    "ey_fy107_plans__plans": ("plan_name_zh", "content_zh", "plan_category_zh", "其他"),
    "reference__agencies": ("agency_name_zh", "agency_name_en", "chapter_no", "35"),
    "reference__kpi_baselines": ("roc_year", "printed_text", "as_of_date", "2023-06-30"),
    "reference__kpi_data_sources": (
        "data_source_zh",
        "data_source_kind_code",
        "data_source_kind_code",
        "newspaper",
    ),
    "reference__kpi_directions": ("direction_code", "reason_en", "direction_code", "up"),
    "published_figures__figures": ("topic_zh", "metric_zh", "comparability", "same"),
    "reference__published_comparisons": ("metric_zh", "compared_row_key", "roc_period", "2023"),
    "reference__published_kpi_actuals": ("metric_zh", "kpi_id", "kpi_id", "18歲以上人口吸菸率"),
    "reference__units": ("unit_zh", "base_unit_zh", "dimension_code", "length"),
}


def _lost_rows(table: str) -> str:
    return f"delete from {table} where rowid % 10 = 0"


def _swapped_columns(table: str) -> str:
    first, second, *_ = PUBLIC_TABLES[table]
    return (
        f"create or replace table {table} as select * replace"
        f" ({second} as {first}, {first} as {second}) from {table}"
    )


def _wrong_code(table: str) -> str:
    *_, column, value = PUBLIC_TABLES[table]
    return f"update {table} set {column} = '{value}' where rowid = 7"


@pytest.mark.parametrize("corruption", [_lost_rows, _swapped_columns, _wrong_code])
def test_a_corrupted_public_table_does_not_meet_its_suite(
    corruption: Callable[[str], str], built: BuiltProject, tmp_path: Path
) -> None:
    corrupted = Path(shutil.copy(built.project.published, tmp_path / "corrupted.duckdb"))
    with duckdb.connect(str(corrupted)) as connection:
        for table in PUBLIC_TABLES:
            # A copy has none of the constraints that would refuse what follows.
            connection.execute(f"create or replace table {table} as from {table}")
            connection.execute(corruption(table))
    outcome = ExpectationGate(tmp_path / "report").check_database(corrupted)
    assert {line.split(":")[0] for line in outcome.failures} == set(PUBLIC_TABLES)


def _without_a_row(_name: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame[:-1]


def _with_swapped_columns(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    first, second, *_ = SEEDS[name]
    return frame.with_columns(pl.col(second).alias(first), pl.col(first).alias(second))


def _with_a_wrong_code(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    *_, column, value = SEEDS[name]
    is_seventh = pl.int_range(pl.len()) == 7
    return frame.with_columns(
        pl.when(is_seventh).then(pl.lit(value)).otherwise(column).alias(column)
    )


@pytest.mark.parametrize("corruption", [_without_a_row, _with_swapped_columns, _with_a_wrong_code])
def test_a_corrupted_seed_does_not_meet_its_suite(
    corruption: Callable[[str, pl.DataFrame], pl.DataFrame],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The checks of the declarations, which would refuse most of this first, are left out."""
    frames = check_seeds(SEEDS_FOLDER)
    corrupted = frames | {name: corruption(name, frames[name]) for name in SEEDS}

    def corrupted_seeds(_folder: Path) -> Mapping[str, pl.DataFrame]:
        return corrupted

    monkeypatch.setattr("warehouse.gates.expectations.check_seeds", corrupted_seeds)
    outcome = ExpectationGate(tmp_path / "report").check_seeds(SEEDS_FOLDER)
    assert {line.split(":")[0] for line in outcome.failures} == {f"raw.{name}" for name in SEEDS}
