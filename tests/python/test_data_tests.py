"""Every dbt data test has a case that makes it fail, and every case of a macro is compared."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from tests.python.conftest import BuiltProject, Project

MACROS = "tests/macros"
WRONG_BUDGETS = (
    "update intermediate.int_budget__budget_lines_unioned set budget_twd = budget_twd + 1"
)
# What breaks each test that has a file of its own.
BREAKS_SINGULAR_TEST = {
    "assert_institution_marts_sum_the_same_figures": "update nhi.mart_programme_metrics_monthly"
    " set institution_count = institution_count + 1",
    "assert_budget_totals_are_the_sum_of_their_parts": WRONG_BUDGETS,
    "assert_expenditure_types_sum_to_the_total": WRONG_BUDGETS,
    "assert_budget_tables_agree_on_each_year": WRONG_BUDGETS,
    "assert_budget_tables_agree_on_each_work_item": WRONG_BUDGETS
    + " where table_code = 'budget_table_5'",
    "assert_every_correction_fits_one_seed_row": "update audit.rpt_corrections"
    " set matched_row_count = 0",
    "assert_published_mappings_fit": "update staging.stg_reference__published_comparisons"
    " set metric_zh = 'no such metric'",
    "assert_every_seed_row_is_kept": "update audit.rpt_row_conservation"
    " set fact_row_count = fact_row_count - 1",
    "assert_every_fact_row_is_audited": "delete from intermediate.int_audit__seed_rows_staged"
    " where seed_name = 'mohw_fy107_plan__kpis'",
    "assert_every_note_bears_on_a_row": "update core.dim_notes set applies_to_key = 'no such key'",
    "assert_every_edition_pair_is_compared": "delete from"
    " intermediate.int_audit__edition_rows_matched",
    "assert_every_data_source_is_printed": "update staging.stg_reference__kpi_data_sources"
    " set data_source_zh = 'nonsense'",
    "assert_measure_and_notes_are_the_printed_text": "update core.dim_kpi_data_quality"
    " set measure_note_zh = 'nonsense'",
    "assert_every_check_compares_something": "update audit.rpt_check_coverage"
    " set compared_count = 0",
    "assert_findings_are_the_disagreements": "delete from audit.rpt_source_findings"
    " where check_code = 'execution_rate'",
    "assert_every_baseline_quote_is_printed": "update core.dim_kpis set baseline_text = '尚未建置'",
    "assert_every_baseline_is_in_its_quote": "update staging.stg_reference__kpi_baselines"
    " set printed_text = printed_text || '0'",
    "assert_every_change_with_a_known_reference_is_resolved": "update performance.fct_kpi_targets"
    " set resolved_target_value = null where roc_year = 115",
    "assert_what_measures_print_is_quoted": "update staging.stg_kpi_measures__targets"
    " set quote_zh = 'no such quote'",
    "assert_the_grammar_reads_what_was_read_by_hand": "update performance.fct_kpi_targets"
    " set target_value = target_value + 1 where target_place_code = 'measure'",
    "assert_collected_actuals_are_read_as_collected": "delete from performance.fct_kpi_actuals"
    " where source_url is not null",
    "assert_identities_name_printed_figures": "update staging.stg_reference__figure_identities"
    " set printed_row_key = 'no such row'",
    "assert_text_figures_are_quoted": "update staging.stg_reference__text_figures"
    " set quote_zh = 'no such quote'",
    "assert_stated_counts_are_quoted": "update staging.stg_reference__stated_count_items"
    " set quote_zh = 'no such quote'",
    "assert_time_spine_has_every_day": "delete from intermediate.int_semantic__days_spread"
    " where day_date = date '2024-12-31'",
}
# Rows beyond one for each value of the grain, counted on 2026-11-30: two KPIs and two plans of one
# name on a page, and a weight that a text prints twice.
BEYOND_THE_GRAIN = {
    "intermediate.int_audit__comparisons_judged": 4,
    "intermediate.int_audit__comparisons_unioned": 4,
    "intermediate.int_audit__evaluation_methods_compared": 1,
    "intermediate.int_audit__identities_compared": 1,
    "intermediate.int_audit__plan_categories_compared": 1,
    "intermediate.int_audit__plan_links_compared": 1,
}


def _dbt(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("dbt"), *arguments, "--profiles-dir", "."],
        cwd=project,
        env={**os.environ, "WAREHOUSE_BUILD_FILE": str(project / "all_wrong.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )


def _data_tests(project: Path) -> list[dict[str, Any]]:
    manifest = json.loads((project / "target/manifest.json").read_text("utf-8"))
    nodes: dict[str, dict[str, Any]] = manifest["nodes"]
    tests = [
        node
        for node in nodes.values()
        if node["resource_type"] == "test" and not node["original_file_path"].startswith(MACROS)
    ]
    for test in tests:
        attached = nodes.get(test.get("attached_node") or "")
        test["table"] = f"{attached['schema']}.{attached['name']}" if attached else None
    # A null comes last, lest nonsense fill it again.
    return sorted(tests, key=lambda test: test["name"].startswith("not_null"))


def _break_everything(database: Path, tests: Iterable[dict[str, Any]]) -> None:
    with duckdb.connect(str(database)) as connection:
        for table in {test["table"] for test in tests if test["table"]}:
            # A copy has none of the constraints that would refuse what follows.
            connection.execute(f"create or replace table {table} as from {table}")
            if not len(connection.table(table)):
                _insert_one_row(connection, table)
        for test in tests:
            table, column = test["table"], test.get("column_name")
            if table is None:
                connection.execute(BREAKS_SINGULAR_TEST[test["name"]])
            elif test["test_metadata"]["name"] == "unique_grain":
                connection.execute(f"insert into {table} from {table}")
            elif test["test_metadata"]["name"] == "not_null":
                one_row = f"where rowid = (select min(rowid) from {table})"
                connection.execute(f"update {table} set {column} = null {one_row}")
            elif test["test_metadata"]["name"] == "leaves_sum_to_printed_totals":
                measure = test["test_metadata"]["kwargs"]["measure"]
                connection.execute(f"update {table} set {measure} = 2 * {measure}")
            else:
                nonsense = f"case when typeof({column}) = 'VARCHAR' then 'nonsense' else '1' end"
                connection.execute(f"update {table} set {column} = {nonsense}")


def _insert_one_row(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    examples = {"VARCHAR": "'text'", "DATE": "date '2024-01-01'", "BOOLEAN": "true"}
    types = connection.table(table).types
    row = ", ".join(examples.get(str(kind), "2024") for kind in types)
    connection.execute(f"insert into {table} values ({row})")


def test_every_data_test_fails_where_everything_is_wrong(
    built: BuiltProject, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(built.project.root, tmp_path / "project"))
    shutil.copy(built.project.published, project / "all_wrong.duckdb")
    assert _dbt(project, "parse", "--quiet").returncode == 0
    tests = _data_tests(project)
    _break_everything(project / "all_wrong.duckdb", tests)
    result = _dbt(project, "test", "--quiet", "--exclude", "test_type:unit", f"path:{MACROS}")
    results = json.loads((project / "target/run_results.json").read_text("utf-8"))["results"]
    statuses = {each["unique_id"]: each["status"] for each in results}
    assert result.returncode == 1
    assert len(tests) > 50
    assert [test["name"] for test in tests if statuses[test["unique_id"]] != "fail"] == []


def test_every_model_has_one_row_for_each_value_of_its_grain(
    built: BuiltProject, warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    parsed = _dbt(built.project.root, "parse", "--quiet", "--target-path", str(tmp_path))
    assert parsed.returncode == 0, parsed.stdout
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    beyond = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and node["config"]["materialized"] == "table":
            table = warehouse.table(f"{node['schema']}.{node['name']}")
            grain = table.select(*node["config"]["meta"]["grain"])
            beyond[f"{node['schema']}.{node['name']}"] = len(table) - len(grain.distinct())
    assert len(beyond) > 150
    assert {name: count for name, count in beyond.items() if count} == BEYOND_THE_GRAIN


def test_every_case_of_a_macro_is_compared(project: Project) -> None:
    compiled = _dbt(project.root, "compile", "--quiet", "--select", f"path:{MACROS}")
    assert compiled.returncode == 0, compiled.stdout
    files = sorted((project.root / "target/compiled/policy_warehouse" / MACROS).glob("*.sql"))
    assert len(files) == len(list((project.root / MACROS).glob("*.sql"))) > 10
    for file in files:
        cases, _, wrong = file.read_text("utf-8").rpartition("select * from found\nwhere")
        compared = re.findall(r"found_(\w+) is distinct from (\w+)", wrong)
        assert compared
        for found, expected in compared:
            assert found == expected, file.name
            right = f"found_{found} is not distinct from {expected}"
            counted = duckdb.sql(f"{cases} select count(*), count_if({right}) from found")
            assert counted.fetchall() in [[(count, count)] for count in range(2, 100)], file.name
