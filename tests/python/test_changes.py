"""`warehouse changes`: the changelog between two builds, in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from click.testing import CliRunner

from tests.python.conftest import BuiltProject
from warehouse.cli import main

# What might have happened by a later build, each with the lines that must say so.
CHANGED = {
    "revised": (
        "update performance.fct_kpi_targets set target_text = '14%', target_value = 14"
        " where kpi_id = 'mohw_fy107_plan/mohw/7-1'",
        "## Revised\n\n- `performance.fct_kpi_targets`: 1 row\n"
        "    - 18歲以上人口吸菸率, 107 (貳:L195): "
        "`target_text` 15% → 14%; `target_value` 15.000000 → 14.000000\n",
        "## 修訂\n\n- 關鍵績效指標目標值（`performance.fct_kpi_targets`）：1列\n"
        "    - 18歲以上人口吸菸率，107年度（貳:L195）："
        "目標值原文由15%改為14%；目標值由15.000000改為14.000000\n",
    ),
    "added": (
        "insert into core.dim_agencies by name select 'new_agency' as agency_id,"
        " '新機關' as agency_name_zh, 'New Agency' as agency_name_en, 99 as chapter_no",
        "## Added\n\n- `core.dim_agencies`: 1 row\n    - 新機關\n",
        "## 新增\n\n- 機關（`core.dim_agencies`）：1列\n    - 新機關\n",
    ),
    "removed": (
        "delete from core.dim_policy_strategies where source_document_id = 'mohw_fy107_plan'",
        "## Removed\n\n- `core.dim_policy_strategies`: 43 rows\n",
        "## 刪除\n\n- 施政策略（`core.dim_policy_strategies`）：43列\n",
    ),
    "corrected": (
        "update budget.fct_budget_printings set budget_twd = 339000, correction_id = null"
        " where printed_text = '339,00';"
        "delete from audit.rpt_corrections where printed_text = '339,00'",
        "## Corrected\n\n- nhi_digital_upgrade_113_116, 表5:L6764:"
        " `339,00` is no longer read as `339,000`\n- `budget.fct_budget_printings`: 1 row\n",
        "## 更正\n\n- nhi_digital_upgrade_113_116，表5:L6764：「339,00」不再更正為「339,000」\n",
    ),
    "found": (
        "delete from audit.rpt_source_findings where printed_value = '30.3%'",
        "## Findings\n\n- no longer found: nhi_tiered_care_progress, (一)3:L270: 30.3%\n",
        "## 文件矛盾之發現\n\n- 不再成立：nhi_tiered_care_progress，(一)3:L270：30.3%\n",
    ),
    "moved": (
        "update nhi.fct_programme_metrics set source_locator = '(九)9:L9999'"
        " where metric_id = 'cloud_query_topics_count'",
        "## Only the place or the key of the seed row\n\n- `nhi.fct_programme_metrics`: 2 rows\n",
        "## 僅出處或種子列識別碼不同\n\n- 計畫指標數據（`nhi.fct_programme_metrics`）：2列\n",
    ),
    "new column": (
        "alter table core.dim_fiscal_years add column is_leap boolean",
        "## Tables and columns\n\n- `core.dim_fiscal_years`: column `is_leap` is new\n",
        "## 資料表與欄位\n\n- 會計年度（`core.dim_fiscal_years`）：欄位 `is_leap` 新增\n",
    ),
}


def _later(built: BuiltProject, folder: Path, sql: str) -> Path:
    """A copy of the published file after `sql`."""
    later = folder / "later.duckdb"
    shutil.copyfile(built.project.published, later)
    with duckdb.connect(str(later)) as connection:
        connection.execute(sql)
    return later


def _changelog(built: BuiltProject, *arguments: str) -> str:
    environment = {"WAREHOUSE_FILE": str(built.project.published)}
    result = CliRunner().invoke(main, ["changes", *arguments], env=environment)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_changelog_says_what_happened_in_both_languages(
    built: BuiltProject, tmp_path: Path
) -> None:
    later = _later(built, tmp_path, ";".join(sql for sql, _, _ in CHANGED.values()))
    chinese, english = _changelog(built, "published", str(later)).split("# Changes from build ")
    for _, in_english, in_chinese in CHANGED.values():
        assert in_english in english
        assert in_chinese in chinese
    assert english.count("\n## ") == chinese.count("\n## ") == len(CHANGED)
    assert english.count("\n- ") == chinese.count("\n- ") == len(CHANGED) + 1
    assert "    - and 33 more\n" in english
    assert "    - 另有33列\n" in chinese


def test_backwards_what_was_removed_is_added(built: BuiltProject, tmp_path: Path) -> None:
    later = _later(built, tmp_path, CHANGED["corrected"][0] + ";" + CHANGED["found"][0])
    said = _changelog(built, str(later), "published", "--language", "en")
    assert "表5:L6764: `339,00` is read as `339,000`. " in said
    assert "- new: nhi_tiered_care_progress, (一)3:L270: 30.3% is printed, " in said
    assert "`budget_twd` 339000.00 → 339000000.00" in said


def test_a_build_without_changes_says_so_and_both_are_named(
    built: BuiltProject, tmp_path: Path
) -> None:
    page = tmp_path / "changes.md"
    later = _later(built, tmp_path, "update meta.build_runs set run_id = 'later'")
    _changelog(built, "published", str(later), "--output", str(page))
    chinese, english = page.read_text("utf-8").split("# Changes from build ")
    assert chinese.startswith("# 建置 ")
    assert "至 later 之異動" in chinese
    assert " to later\n" in english
    assert "No figure, text or table differs." in english
    assert "數字、文字及資料表均無不同。" in chinese


def test_a_build_that_is_not_kept_is_one_clear_error(built: BuiltProject) -> None:
    environment = {"WAREHOUSE_FILE": str(built.project.published)}
    result = CliRunner().invoke(main, ["changes", "19990101"], env=environment)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "19990101" in result.stderr
