"""The walk-through of docs/loading_files.md: from a spreadsheet of actuals to verdicts and exports.

The spreadsheet is a fixture: its figures are invented, and live in a temporary folder.
"""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
from openpyxl import load_workbook

from tests.python.conftest import BuiltProject, Project
from tests.python.loading_files import METRICS, write_csv

MET, MISSED, UNTOUCHED = (
    "mohw_fy107_plan/mohw/1-1",
    "mohw_fy107_plan/mohw/2-1",
    "mohw_fy107_plan/mohw/2-2",
)
STATUS = """
    select kpi_id, status_code, actual_value
    from performance.mart_target_vs_actual
    where roc_year = 107 and kpi_id in (?, ?, ?)
    order by kpi_id
"""


def _query(published: Path, query: str, *values: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(published), read_only=True) as connection:
        return connection.execute(query, list(values)).fetchall()


def _run(project: Project, *arguments: str) -> str:
    result = project.run(*arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def _fill_in(path: Path) -> None:
    """Two invented actuals: one above its target of 83%, one below its target of 70%."""
    workbook = load_workbook(path)
    sheet = workbook["kpi_actuals"]
    headers = [cell.value for cell in sheet[1]]
    for row, (kpi_id, value) in enumerate(((MET, 84.2), (MISSED, 65)), start=2):
        cells = {
            "指標代碼": kpi_id,
            "年度": 107,
            "資料截止日": "107/12/31",
            "實際值": value,
            "單位": "%",
            "資料成熟度": "full_year",
        }
        for header, cell in cells.items():
            sheet.cell(row, headers.index(header) + 1, cell)
    workbook.save(path)


def test_loaded_actuals_turn_no_actual_into_met_or_missed(
    built: BuiltProject, built_copy: Project
) -> None:
    before = _query(built.project.published, STATUS, MET, MISSED, UNTOUCHED)
    assert [status for _, status, _ in before] == ["no_actual"] * 3
    project = built_copy
    _run(project, "template", "kpi_actuals", "--output", "actuals.xlsx")
    _fill_in(project.root / "actuals.xlsx")
    _run(project, "load", "actuals.xlsx", "--as", "kpi_actuals")
    write_csv(project.root / "metrics.csv", METRICS)
    _run(project, "load", "metrics.csv", "--as", "programme_metrics")
    _run(project, "build")
    after = _query(project.published, STATUS, MET, MISSED, UNTOUCHED)
    assert [status for _, status, _ in after] == ["met", "missed", "no_actual"]
    assert [float(str(value)) for _, _, value in after[:2]] == [84.2, 65.0]

    batch = _run(project, "loads").split()[0]
    rows = _query(
        project.published,
        "select source_document_id, source_locator from performance.fct_kpi_actuals "
        "where starts_with(_seed_row_key, 'landing__') order by source_locator",
    )
    assert rows == [(batch, "kpi_actuals:L2"), (batch, "kpi_actuals:L3")]
    documents = _query(
        project.published,
        "select file_name from core.dim_source_documents where source_document_id = ?",
        batch,
    )
    assert documents == [("actuals.xlsx",)]
    kept = _query(
        project.published,
        "select seed_row_count, staging_row_count, fact_row_count, excluded_row_count "
        "from audit.rpt_row_conservation where seed_name = ?",
        batch,
    )
    assert kept == [(2, 2, 2, 0)]
    changed = _query(
        project.published,
        f"attach '{built.project.published}' as before (read_only); "
        "select kpi_id from performance.mart_target_vs_actual "
        "except select kpi_id from before.performance.mart_target_vs_actual",
    )
    assert changed == []
    _exported_without_small_counts(project, built.project)


def _exported_without_small_counts(project: Project, before: Project) -> None:
    """No table of an export tells what the small count was; the findings are the documents' own."""
    told = _run(project, "export", "--format", "csv")
    assert "1 small counts withheld and 1 more" in told
    exported = (project.root / "exports/csv").glob("*.csv")
    with_metrics = {path.name for path in exported if "虛構" in path.read_text("utf-8")}
    assert with_metrics == {
        "nhi.dim_metrics.csv",
        "nhi.fct_programme_metric_breakdowns.csv",
        "nhi.fct_programme_metric_printings.csv",
        "nhi.fct_programme_metrics.csv",
    }
    for table, told_texts in (
        ("fct_programme_metrics", ["14"]),
        ("fct_programme_metric_breakdowns", ["<3", "*", "7"]),
        ("fct_programme_metric_printings", ["14", "<3", "*", "7"]),
    ):
        path = project.root / f"exports/csv/nhi.{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["metric_id"] == METRICS[1][0]]
        rows = [row for row in rows if row["source_locator"].startswith("programme_metrics:")]
        rows.sort(key=lambda row: row["source_locator"])
        assert [row["printed_text"] for row in rows] == told_texts
        told_values = [text if text.isdigit() else "" for text in told_texts]
        for column in ("metric_value", "base_value"):
            assert [row[column].partition(".")[0] for row in rows] == told_values
    findings = "select count(*) from audit.rpt_source_findings"
    assert _query(project.published, findings) == _query(before.published, findings)
