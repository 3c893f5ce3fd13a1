"""Every table is gated by its declarations; those of KPIs catch lost rows and mixed columns."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import polars as pl
import pytest

from foundation.errors import InputError
from foundation.locations import PROJECT_ROOT, SEEDS_FOLDER
from loaders.seeds.checks import check_seeds
from loaders.seeds.declarations import seed_declarations
from tests.python.conftest import BuiltProject
from warehouse.gates.expectations import ExpectationGate
from warehouse.gates.suites import incoming_suites, published_suites
from warehouse.gates.written_checks import read_checks

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
    "core.dim_agencies": ("agency_name_zh", "agency_name_en", "chapter_no", 135),
    "core.dim_evaluation_systems": (
        "evaluation_system_code",
        "evaluation_system_zh",
        "evaluation_system_code",
        "6",
    ),
    "core.dim_fiscal_years": ("roc_year", "fiscal_year", "roc_year", 2018),
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
    "reference__agencies": ("agency_name_zh", "agency_name_en", "chapter_no", "135"),
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
    outcome = ExpectationGate(tmp_path / "report").check_database(
        corrupted, frozenset(PUBLIC_TABLES)
    )
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
    suites = frozenset(f"raw.{name}" for name in SEEDS)
    outcome = ExpectationGate(tmp_path / "report").check_seeds(SEEDS_FOLDER, suites)
    assert {line.split(":")[0] for line in outcome.failures} == suites


def test_every_incoming_and_public_table_is_gated() -> None:
    """The views of `zh` need no gate of their own: they hold the rows of tables that have one."""
    models = [
        f"{path.parent.name}.{path.stem}"
        for folder in ("marts", "audit", "meta")
        for path in (PROJECT_ROOT / "models" / folder).rglob("*.sql")
        if path.parent.name != "checks"
    ]
    assert list(published_suites()) == sorted(models)
    seeds = [f"raw.{name}" for name in seed_declarations(SEEDS_FOLDER)]
    assert list(incoming_suites(SEEDS_FOLDER)) == sorted(seeds)


NEW_SEED = """
seeds:
  - name: new__rows
    config: {meta: {key: [row_no, place_zh]}}
    columns:
      - {name: row_no, config: {meta: {format: integer, also: [合計]}}}
      - {name: place_zh, config: {meta: {format: text, required: false}}}
      - {name: kind_code, config: {meta: {format: text, allowed: [a, b]}}}
"""
ROWS = {"row_no": ["1", "1", "合計"], "place_zh": ["甲", "乙", ""], "kind_code": ["a", "b", "a"]}


@pytest.mark.parametrize(
    ("changed", "unmet"),
    [
        ({}, None),
        ({"row_no": ["1", "x", "合計"]}, "expect_column_values_to_match_regex"),
        ({"row_no": ["1", "", "合計"]}, "expect_column_values_to_not_be_null"),
        ({"kind_code": ["a", "c", "a"]}, "expect_column_values_to_be_in_set"),
        ({"place_zh": ["甲", "甲", ""]}, "expect_compound_columns_to_be_unique"),
        ({"more": ["", "", ""]}, "expect_table_columns_to_match_ordered_list"),
    ],
)
def test_a_seed_without_a_file_of_its_own_is_gated_by_its_declaration(
    changed: dict[str, list[str]],
    unmet: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    declared = tmp_path / "seeds/new/_new__seeds.yml"
    declared.parent.mkdir(parents=True)
    declared.write_text(NEW_SEED, "utf-8")
    frame = pl.DataFrame({**ROWS, **changed, "_line": [2, 3, 4]})
    monkeypatch.setattr("warehouse.gates.expectations.check_seeds", lambda _: {"new__rows": frame})
    suites = incoming_suites(tmp_path / "seeds", tmp_path / "nothing written")
    monkeypatch.setattr("warehouse.gates.expectations.incoming_suites", lambda _: suites)
    outcome = ExpectationGate(tmp_path / "report").check_seeds(tmp_path / "seeds")
    assert [line.split()[1] for line in outcome.failures] == ([unmet] if unmet else [])


NEW_MODEL = """
models:
  - name: dim_places
    columns:
      - {name: place_id, constraints: [{type: not_null}]}
      - {name: kind_code, data_tests: [accepted_values: {arguments: {values: [a, b]}}]}
      - {name: source_locator}
"""


@pytest.mark.parametrize(
    ("select", "unmet"),
    [
        ("1 as place_id, null as kind_code, '10-4' as source_locator", None),
        ("null as place_id, 'a' as kind_code, '10-4' as source_locator", "not_be_null"),
        ("1 as place_id, 'c' as kind_code, '10-4' as source_locator", "be_in_set"),
        ("1 as place_id, 'a' as kind_code, 'p. 10' as source_locator", "match_regex"),
        ("1 as place_id, 'a' as kind_code", "match_set"),
    ],
)
def test_a_public_table_without_a_file_of_its_own_is_gated_by_its_contract(
    select: str, unmet: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = tmp_path / "models/marts/core/dim_places.yml"
    declared.parent.mkdir(parents=True)
    declared.write_text(NEW_MODEL, "utf-8")
    written = tmp_path / "expectations"
    written.mkdir()
    shutil.copy(PROJECT_ROOT / "expectations/every_table.yml", written)
    suites = published_suites(tmp_path / "models", written)
    monkeypatch.setattr("warehouse.gates.expectations.published_suites", lambda: suites)
    with duckdb.connect(str(tmp_path / "built.duckdb")) as connection:
        connection.execute("create schema core")
        connection.execute(f"create table core.dim_places as select {select}")
    outcome = ExpectationGate(tmp_path / "report").check_database(tmp_path / "built.duckdb")
    assert {line.split()[1].rpartition("_to_")[2] for line in outcome.failures} >= (
        {unmet} if unmet else set()
    )
    assert bool(outcome.failures) == bool(unmet)


def test_checks_of_some_documents_or_rows_are_asked_of_these_rows(tmp_path: Path) -> None:
    path = tmp_path / "checks.yml"
    path.write_text(
        """
kind_code:
  - {one_of: [a], mostly: 0.9, where: {region_zh: 北}, why: Most are.}
table:
  - {rows: [3, ~], why: Three at least.}
documents:
  of: [plan, report]
  kind_code:
    - {filled: 1, why: Both print it.}
""",
        "utf-8",
    )
    of_region, of_table, of_documents = read_checks(path)
    assert of_region.arguments["mostly"] == 0.9
    assert of_region.arguments["row_condition"]["column"] == {"name": "region_zh"}
    assert of_region.arguments["row_condition"]["operator"] == "=="
    assert of_table.arguments == {"min_value": 3}
    assert of_documents.arguments["row_condition"]["column"] == {"name": "source_document_id"}
    assert of_documents.arguments["row_condition"]["parameter"] == ["plan", "report"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kind_code: [{mathces: a, why: A slip of the pen.}]",
        "kind_code: [{one_of: [a]}]",
        "kind_code: [{one_of: [a], length: 1, why: Two checks in one.}]",
        "kind_code: [{matches: '{no_such_format}', why: There is none.}]",
        "table: [{filled: 1, why: A table has no cells of its own.}]",
        "kind_code: [{at_least: name_zh, where: {region_zh: 北}, why: It is asked of every row.}]",
        "documents: {kind_code: [{filled: 1, why: Of which documents}]}",
    ],
)
def test_a_check_that_cannot_be_read_is_refused_with_its_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "checks.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"checks\.yml: found a check that cannot be read"):
        read_checks(path)


def test_no_file_has_two_lists_of_checks_of_one_column() -> None:
    """YAML would keep the second without a word."""
    for path in (PROJECT_ROOT / "expectations").glob("*/*.yml"):
        columns = re.findall(r"^((?:  )?\w+):", path.read_text("utf-8"), re.MULTILINE)
        assert len(columns) == len(set(columns)) > 0, path


@pytest.mark.parametrize("name", ["raw/no_such_seed.yml", "core/dim_none.yml", "cor/dim_kpis.yml"])
def test_expectations_of_no_table_are_refused(name: str, tmp_path: Path) -> None:
    written = Path(shutil.copytree(PROJECT_ROOT / "expectations", tmp_path / "expectations"))
    (written / name).parent.mkdir(exist_ok=True)
    (written / name).write_text("table: [{rows: 1, why: One.}]\n", "utf-8")
    with pytest.raises(InputError, match=f"expectations of `{name[:-4].replace('/', '.')}`"):
        incoming_suites(SEEDS_FOLDER, written)
        published_suites(written=written)
