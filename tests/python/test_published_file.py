"""The published file: the contract, the dictionary in it, and who can open it."""

from __future__ import annotations

import re
import subprocess

import duckdb
import pytest

from loaders.locations import PROJECT_ROOT
from tests.python.client_environments import client_python
from tests.python.conftest import BuiltProject
from warehouse.locations import PUBLIC_SCHEMAS

# The public interface, from the design: more columns are welcome, none of these may go missing.
CONTRACT = {
    "core.dim_source_documents": "source_document_id, title_zh, title_en, publisher_zh, edition, "
    "published_date, first_roc_year, last_roc_year, file_name, sha256",
    "core.dim_agencies": "agency_id, agency_name_zh, agency_name_en, chapter_no",
    "core.dim_fiscal_years": "fiscal_year, roc_year, starts_on_date, ends_on_date",
    "core.dim_policy_goals": "policy_goal_id, source_document_id, agency_id, goal_no, goal_name_zh",
    "core.dim_policy_strategies": "source_document_id, agency_id, goal_no, strategy_no, "
    "strategy_zh, source_locator",
    "core.dim_policy_directions": "source_document_id, section_no, section_name_zh, item_no, "
    "direction_zh, source_locator",
    "core.dim_kpis": "kpi_id, source_document_id, agency_id, aspect_name_zh, goal_no, kpi_no, "
    "kpi_name_zh, measure_definition_zh, evaluation_system_code, evaluation_method_zh, "
    "baseline_text, plan_link_zh, direction_code, is_direction_inferred, unit_zh, source_locator",
    "core.dim_kpi_data_quality": "kpi_id, measure_without_notes_zh, evaluation_method_zh, "
    "evaluation_system_zh, data_source_zh, measure_note_zh, has_published_actual",
    "core.dim_plans": "plan_id, source_document_id, agency_id, plan_row_no, work_plan_name_zh, "
    "plan_name_zh, plan_category_zh, kpi_link_zh, content_zh, source_locator",
    "core.bridge_plan_kpis": "plan_id, kpi_id, match_kind_code",
    "core.dim_strategy_measures": "source_document_id, strategy_no, strategy_name_zh, measure_no, "
    "measure_zh, lead_agency_zh, co_agencies_zh",
    "performance.fct_kpi_targets": "kpi_id, fiscal_year, roc_year, component_no, target_text, "
    "component_text, target_kind_code, comparison_operator, target_value, unit_zh, "
    "baseline_value, baseline_roc_year, resolved_target_value, source_document_id, source_locator",
    "performance.fct_kpi_actuals": "kpi_id, fiscal_year, roc_year, as_of_date, actual_text, "
    "actual_value, unit_zh, comparability_code, data_maturity_code, source_document_id, "
    "source_url, source_locator",
    "performance.mart_target_vs_actual": "kpi_id, source_document_id, agency_name_zh, "
    "goal_name_zh, kpi_name_zh, roc_year, fiscal_year, component_no, target_text, "
    "target_kind_code, resolved_target_value, unit_zh, direction_code, actual_value, "
    "actual_roc_year, gap_value, attainment_rate, status_code",
    "budget.fct_budgets": "budget_item_id, source_document_id, table_code, aspect_name_zh, "
    "strategy_name_zh, item_no, item_name_zh, level_code, is_total, roc_year, fiscal_year, "
    "expenditure_type_code, printed_text, budget_twd, correction_id, source_locator",
    "budget.mart_budget_execution": "programme_code, item_name_zh, budget_roc_year, "
    "execution_roc_year, as_of_date, budget_twd, executed_twd, executed_points, execution_rate, "
    "printed_execution_rate, rate_gap, is_total, data_maturity_code, source_document_id, "
    "source_locator",
    "nhi.mart_tiered_care_budget_series": "item_no, item_name_zh, global_budget_sector_zh, "
    "roc_year, fiscal_year, budget_twd, previous_budget_twd, change_rate, share_of_year_rate, "
    "cumulative_budget_twd, is_total, source_locator",
    "nhi.fct_programme_metrics": "metric_id, metric_name_zh, dimension_zh, period_start_date, "
    "period_end_date, as_of_date, metric_value, unit_zh, source_document_id, source_locator, "
    "quote_zh",
    "nhi.fct_work_item_schedule": "source_document_id, aspect_name_zh, strategy_name_zh, item_no, "
    "item_name_zh, roc_year, is_active, deliverable_count",
    "nhi.dim_programme_risks": "source_document_id, risk_no, risk_name_zh, scenario_zh, "
    "likelihood_level, impact_level, risk_value, residual_likelihood_level, "
    "residual_impact_level, residual_risk_value, source_locator",
    "audit.rpt_source_findings": "finding_id, source_document_id, source_locator, check_code, "
    "kind_code, printed_value, expected_value, difference_value, correction_id, explanation_en, "
    "explanation_zh",
    "audit.rpt_corrections": "correction_id, source_document_id, seed_name, source_locator, "
    "kind_code, printed_text, corrected_text, evidence_en, evidence_zh, matched_row_count",
    "audit.rpt_edition_differences": "older_document_id, newer_document_id, entity_code, "
    "entity_key, field_code, older_value, newer_value",
    "audit.rpt_row_conservation": "seed_name, seed_row_count, staging_row_count, fact_row_count, "
    "excluded_row_count, exclusion_reason",
    "audit.rpt_check_coverage": "check_code, compared_count, agreed_count, rounding_count, "
    "disagreed_count",
    "meta.data_dictionary": "schema_name, table_name, table_name_zh, column_name, column_name_zh, "
    "data_type, description_en, description_zh",
    "meta.build_runs": "run_id, started_at, finished_at, git_commit, engine_version, status_code, "
    "model_count, test_count, failed_test_count, row_count, duration_seconds",
    "meta.model_runs": "run_id, schema_name, table_name, node_kind_code, outcome_code, "
    "table_row_count, duration_seconds",
    "meta.check_results": "run_id, check_kind_code, check_name, outcome_code, failure_count, "
    "duration_seconds",
}
# Written beside what dbt builds: no model, and not among the rows of the build.
HISTORY = ("build_runs", "model_runs", "check_results")
# Old enough for most BI drivers, and the newest.
CLIENT_VERSIONS = ("1.4", "1.5", "2.0")


@pytest.mark.parametrize("table", sorted(CONTRACT))
def test_the_contract_holds_and_the_table_has_rows(
    table: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    relation = warehouse.table(table)
    assert set(CONTRACT[table].split(", ")) <= set(relation.columns)
    assert len(relation) > 0


def test_the_dictionary_tells_every_public_column_with_its_type(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    told = warehouse.execute(
        "select schema_name, table_name, column_name, data_type from meta.data_dictionary"
    ).fetchall()
    is_so = warehouse.execute(
        """
        select schema_name, table_name, column_name, data_type
        from duckdb_columns()
        where database_name = current_database() and list_contains(?, schema_name)
        """,
        [list(PUBLIC_SCHEMAS)],
    ).fetchall()
    names = {"string": "VARCHAR", "int": "INTEGER"}
    assert sorted((*place, names.get(kind, kind.upper())) for *place, kind in told) == sorted(
        tuple(row) for row in is_so
    )


def test_every_public_table_and_column_is_described_in_both_languages(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    comments = warehouse.execute(
        """
        select schema_name || '.' || table_name, comment from duckdb_tables()
        where list_contains($schemas, schema_name)
        union all
        select schema_name || '.' || table_name || '.' || column_name, comment
        from duckdb_columns() where list_contains($schemas, schema_name)
        """,
        {"schemas": list(PUBLIC_SCHEMAS)},
    ).fetchall()
    assert len(comments) > 200
    for name, comment in comments:
        english, _, chinese = (comment or "").partition("\n")
        assert english.isascii() or "（" in english or "(" in english, name
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese), name


def test_nothing_in_it_breaks_elsewhere(built: BuiltProject) -> None:
    """Neither under another name nor beside other files."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built.project.published}' as elsewhere (read_only)")
        views = connection.execute(
            "select schema_name, view_name, sql from duckdb_views() where not internal"
        ).fetchall()
        assert len(views) >= 24
        for schema, view, sql in views:
            assert schema == "zh"
            assert "building" not in sql
            assert len(connection.table(f'elsewhere.zh."{view}"')) > 0


def test_nothing_of_dbts_own_is_left_in_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    leftovers = warehouse.execute(
        "select table_name from duckdb_columns() where table_name like '%\\_\\_dbt\\_%' escape '\\'"
    ).fetchall()
    assert leftovers == []


def test_small_tables_have_primary_keys(warehouse: duckdb.DuckDBPyConnection) -> None:
    without = warehouse.execute(
        """
        select table_name from duckdb_tables()
        where schema_name = 'core' and not has_primary_key
        """
    ).fetchall()
    assert without == []


def test_the_build_is_in_its_own_history(warehouse: duckdb.DuckDBPyConnection) -> None:
    runs = warehouse.execute(
        "select status_code, model_count, failed_test_count, row_count from meta.build_runs"
    ).fetchall()
    rows = sum(
        len(warehouse.table(f"{schema}.{table}"))
        for schema, table in warehouse.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where list_contains(?, schema_name) and not list_contains(?, table_name)",
            [list(PUBLIC_SCHEMAS), list(HISTORY)],
        ).fetchall()
    )
    models = len(list((PROJECT_ROOT / "models").rglob("*.sql")))
    assert runs == [("published", models, 0, rows)]


def test_the_summary_tells_rows_checks_findings_and_where(built: BuiltProject) -> None:
    for told in (
        "nhi.mart_tiered_care_budget_series 72",
        "dbt tests and",
        "expectations passed",
        "findings arithmetic 18, cross_document 2, cross_table 14, external_source 3, misprint 6, "
        "unit 1, unmatched_link 3",
        "warehouse.duckdb",
        'sql "select',
    ):
        assert told in re.sub(" +", " ", built.output)


@pytest.mark.parametrize("version", CLIENT_VERSIONS)
def test_a_client_of_this_version_opens_it(version: str, built: BuiltProject) -> None:
    query = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
        "print(duckdb.__version__, c.execute('select count(*), sum(budget_twd) from "
        "nhi.mart_tiered_care_budget_series where is_total').fetchone(), "
        "c.execute('select count(*), sum(預算數) from zh.分級醫療歷年預算 where 是否合計')"
        ".fetchone(), "
        "c.execute(\"select comment from duckdb_tables() where table_name = 'dim_kpis'\")"
        ".fetchone()[0].split(chr(10))[1])"
    )
    result = subprocess.run(
        [client_python(f"duckdb-{version}"), "-c", query, str(built.project.published)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"{version}.")
    assert result.stdout.count("(10, Decimal('73473000000.00'))") == 2
    assert "關鍵績效指標" in result.stdout
