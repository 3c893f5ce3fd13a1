"""The site: its numbers are those of the marts, its links lead somewhere, it needs no network."""

from __future__ import annotations

import errno
import json
import os
import re
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from foundation.locations import PROJECT_ROOT
from tests.python.conftest import BuiltProject, silent_reporter
from tests.python.site_browser import WIDTHS, Chromium, browsing
from tests.python.site_pages import SitePage, target
from warehouse.errors import WarehouseError
from warehouse.site.building import SiteInputs, build_site, site_folder
from warehouse.site.packages import SitePackagesMissing, install_packages
from warehouse.site.places import reading_order
from warehouse.site.rendering import Build, number, percent
from warehouse.site.reports import copy_expectation_report

FIRST_PAGE_LIMIT_BYTES = 1_000_000


def _values(warehouse: duckdb.DuckDBPyConnection, query: str) -> Counter[Decimal]:
    rows = warehouse.execute(query).fetchall()
    return Counter(Decimal(value).normalize() for row in rows for value in row if value is not None)


def _normal(figures: Counter[Decimal]) -> Counter[Decimal]:
    return Counter({figure.normalize(): count for figure, count in figures.items()})


TABLES_AND_THEIR_MARTS = [
    (
        "targets.html",
        "targets",
        "select resolved_target_value, actual_value, gap_value "
        "from performance.mart_target_vs_actual",
    ),
    (
        "budgets.html",
        "digital-table",
        "select budget_twd from budget.fct_budgets where table_code = 'budget_table_5'",
    ),
    (
        "budgets.html",
        "tiered-table",
        "select budget_twd, null, null from nhi.mart_tiered_care_budget_series union all "
        "select budget_twd, change_rate, cumulative_budget_twd "
        "from nhi.mart_tiered_care_budget_years",
    ),
    (
        "budgets.html",
        "opened-table",
        "select states.budget_twd, states.executed_points, states.printed_execution_rate, "
        "coalesce(mart.execution_rate, "
        "cast(states.executed_points / states.budget_twd as decimal(18, 8))) "
        "from budget.fct_budget_execution_states as states "
        "left join budget.mart_budget_execution as mart "
        "on states.programme_code = mart.programme_code and states.is_total "
        "and states.roc_year = mart.roc_year and states.as_of_date = mart.as_of_date "
        "where states.programme_code = 'opened_items' and states.executed_points is not null",
    ),
    (
        "budgets.html",
        "family-table",
        "select budget_twd, executed_twd, execution_rate, printed_execution_rate "
        "from budget.mart_budget_execution where programme_code = 'family_doctor_plan'",
    ),
]


@pytest.mark.parametrize("folder", ["", "en"])
@pytest.mark.parametrize(("page", "table", "query"), TABLES_AND_THEIR_MARTS)
def test_the_figures_of_a_table_are_those_of_its_mart(
    site: Path,
    warehouse: duckdb.DuckDBPyConnection,
    folder: str,
    page: str,
    table: str,
    query: str,
) -> None:
    expected = _values(warehouse, query)
    assert expected.total() > 0
    assert _normal(SitePage(site / folder / page).figures(table)) == expected


def test_the_figures_of_the_metric_pages_are_those_of_their_mart(
    site: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    shown: Counter[Decimal] = Counter()
    for path in (site / "metrics").glob("*.html"):
        shown += _normal(SitePage(path).figures("metric"))
    assert shown == _values(
        warehouse, "select metric_value from nhi.fct_programme_metric_printings"
    )


def test_charts_hold_the_figures_of_the_marts(
    site: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    def total(query: str) -> float:
        return float(warehouse.execute(query).fetchall()[0][0])

    budgets = SitePage(site / "budgets.html")
    tiered = total("select sum(budget_twd) / 1e8 from nhi.mart_tiered_care_budget_years")
    for page, chart in (
        (SitePage(site / "index.html"), "tiered-care"),
        (budgets, "tiered-item"),
        (budgets, "tiered-sector"),
    ):
        assert sum(point["budget"] for point in page.points(chart)) == pytest.approx(tiered)
    (items,) = [one for one in budgets.chart("digital-icicle")["data"] if one["name"] == "items"]
    printed_total = total(
        "select sum(budget_twd) from budget.fct_budget_printings "
        "where table_code = 'budget_table_5' "
        "and level_code = 'total' and expenditure_type_code = 'total' and roc_year is not null"
    )
    assert sum(point["amount"] for point in items["values"]) == pytest.approx(printed_total)


def test_a_target_without_a_verdict_says_why(
    site: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    names = yaml.safe_load((PROJECT_ROOT / "warehouse/site/codes.yml").read_text("utf-8"))
    reasons = warehouse.execute(
        "select status_reason_code, count(*) from performance.mart_target_vs_actual "
        "where status_reason_code is not null group by status_reason_code"
    ).fetchall()
    assert len(reasons) > 1
    for folder, language in (("", 0), ("en", 1)):
        html = SitePage(site / folder / "targets.html").table("targets")
        for reason, count in reasons:
            assert html.count(f"<small>{names['status_reason'][reason][language]}</small>") == count


def test_the_audit_page_has_every_finding_and_check(
    site: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    page = SitePage(site / "audit.html")
    findings = warehouse.execute(
        "select printed_value, expected_value from audit.rpt_source_findings"
    ).fetchall()
    table = page.table("findings")
    assert table.count("<tr id=") == len(findings) > 0
    for printed, expected in findings:
        for value in filter(None, (printed, expected)):
            assert re.sub(r"[&<>'\"]", "", value) in re.sub(r"&[#\w]+;", "", table)
    checks = warehouse.execute("select check_code from audit.rpt_check_coverage").fetchall()
    coverage = page.table("coverage")
    assert all(f"<code>{code}</code>" in coverage for (code,) in checks)


def test_there_is_a_page_of_every_kpi_and_metric_in_both_languages(
    site: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    kpis = warehouse.execute("select 'kpis/' || kpi_id from core.dim_kpis").fetchall()
    metrics = warehouse.execute(
        "select distinct 'metrics/' || metric_id from nhi.fct_programme_metric_printings"
    ).fetchall()
    assert len(kpis) > 0 and len(metrics) > 0
    for (name,) in kpis + metrics:
        for folder in ("", "en"):
            assert (site / folder / f"{name}.html").is_file(), name


def test_every_link_of_every_page_leads_somewhere(site: Path) -> None:
    pages = {path.resolve(): SitePage(path) for path in site.rglob("*.html")}
    ids = {path: set(page.ids) for path, page in pages.items()}
    broken = set()
    for path, page in pages.items():
        if path.parent == site.resolve() and path.name == "expectations.html":
            continue
        for address in set(page.addresses):
            led = target(path, address)
            if led is None:
                continue
            file, fragment = led
            if not file.is_file() or (fragment and file in ids and fragment not in ids[file]):
                broken.add((path.relative_to(site.resolve()), address))
    assert len(pages) > 1000
    assert broken == set()


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for path in site.rglob("*.html"):
        ids = SitePage(path).ids
        assert len(ids) == len(set(ids)), path


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        loaded = SitePage(path).loaded
        assert [address for address in loaded if target(path, address) is None] == [], path
    for style in (site / "assets").glob("*.css"):
        assert re.findall(r"url\(\s*['\"]?(?:https?:)?//|@import", style.read_text("utf-8")) == []


def test_every_page_says_which_build_it_is_from_and_how_to_cite_it(
    site: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    ((run_id,),) = warehouse.execute("select run_id from meta.build_runs").fetchall()
    for path in site.rglob("*.html"):
        if path.name != "expectations.html":
            html = path.read_text("utf-8")
            assert html.count(run_id) >= 2 and "<cite>" in html, path


def test_the_first_page_is_light(site: Path) -> None:
    page = SitePage(site / "index.html")
    files = [page.path, *((site / address).resolve() for address in page.loaded)]
    assert len(files) >= 3
    assert sum(file.stat().st_size for file in files) < FIRST_PAGE_LIMIT_BYTES


def test_the_parquet_files_hold_the_tables(
    site: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    tables = warehouse.execute(
        "select distinct schema_name || '.' || table_name from meta.data_dictionary"
    ).fetchall()
    assert len(tables) == len(list((site / "assets/parquet").iterdir())) > 30
    for (name,) in tables:
        file = site / "assets" / "parquet" / f"{name}.parquet"
        for one, other in ((name, f"'{file}'"), (f"'{file}'", name)):
            query = f"select count(*) from (from {one} except all from {other})"
            assert warehouse.execute(query).fetchall() == [(0,)], name


def test_the_data_page_has_every_column(site: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    html = (site / "en" / "data.html").read_text("utf-8")
    columns = warehouse.execute("select column_name from meta.data_dictionary").fetchall()
    assert html.count('<th scope="row"') == len(columns)


CODES_AND_THEIR_COLUMNS = [
    ("status", "performance.mart_target_vs_actual", "status_code"),
    ("status_reason", "performance.mart_target_vs_actual", "status_reason_code"),
    ("target_kind", "performance.mart_target_vs_actual", "target_kind_code"),
    ("resolution", "performance.mart_target_vs_actual", "resolution_code"),
    ("direction", "core.dim_kpis", "direction_code"),
    ("regime", "core.dim_kpis", "kpi_regime_code"),
    ("comparability", "performance.fct_kpi_actuals", "comparability_code"),
    ("maturity", "budget.mart_budget_execution", "data_maturity_code"),
    ("finding_kind", "audit.rpt_source_findings", "kind_code"),
    ("expenditure", "budget.fct_budgets", "expenditure_type_code"),
    ("correction_status", "audit.rpt_corrections", "correction_status_code"),
    ("verdict", "audit.rpt_published_comparisons", "verdict_code"),
    ("entity", "audit.rpt_edition_differences", "entity_code"),
]


@pytest.mark.parametrize(("kind", "table", "column"), CODES_AND_THEIR_COLUMNS)
def test_every_code_has_a_name(
    warehouse: duckdb.DuckDBPyConnection, kind: str, table: str, column: str
) -> None:
    names = yaml.safe_load((PROJECT_ROOT / "warehouse/site/codes.yml").read_text("utf-8"))[kind]
    used = {
        code for (code,) in warehouse.execute(f"select distinct {column} from {table}").fetchall()
    }
    assert used - {None} <= set(names)
    assert all(len(pair) == 2 and all(pair) for pair in names.values())


def test_a_folder_that_holds_no_site_is_not_replaced(built: BuiltProject, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("dear", "utf-8")
    result = built.project.run("site", "--output", str(tmp_path / "letters"))
    assert result.returncode == 1
    assert "exists and is not a site" in result.stderr
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["one.txt"]


def test_the_npm_packages_are_pinned_by_checksum_and_name_no_registry() -> None:
    text = (PROJECT_ROOT / "warehouse/site/javascript/package-lock.json").read_text("utf-8")
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    assert len(packages) > 50
    assert [name for name, one in packages.items() if "resolved" in one] == []
    assert [name for name, one in packages.items() if not one.get("integrity")] == []


def test_without_npm_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SitePackagesMissing, match=r"install Node\.js"):
        install_packages(tmp_path / "packages")


def test_a_site_that_fails_leaves_the_old_one(
    site_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(broken)) as connection:
        connection.execute("create table nothing as select 1 as x")
    old = tmp_path / "site" / "assets"
    old.mkdir(parents=True)
    (old / "site.css").write_text("old", "utf-8")
    monkeypatch.chdir(tmp_path)
    inputs = SiteInputs(
        broken, site_packages, tmp_path / "no report", with_lineage=False, with_documentation=False
    )
    with pytest.raises(WarehouseError, match="cannot be read"):
        build_site(inputs, tmp_path / "site", silent_reporter())
    assert (old / "site.css").read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "warehouse.duckdb"]


def test_a_site_that_cannot_be_swapped_in_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "site"
    output.mkdir()
    (output / "index.html").write_text("old", "utf-8")
    rename = Path.rename

    def refused_to_the_new(path: Path, target: Path) -> Path:
        if target == output and not (path / "index.html").exists():
            raise OSError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused_to_the_new)
    with (
        pytest.raises(WarehouseError, match="site could not be written: Permission denied"),
        site_folder(output) as made,
    ):
        (made / "new.html").write_text("new", "utf-8")
    assert (output / "index.html").read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_only_the_report_of_the_same_build_is_shown(tmp_path: Path) -> None:
    report = tmp_path / "index.html"
    report.write_text("report", "utf-8")
    started = datetime(2026, 3, 1, 8)
    row: dict[str, Any] = {"started_at": started, "finished_at": started + timedelta(minutes=2)}
    for minutes, is_of_this_build in ((-1, False), (1, True), (3, False)):
        written = (started + timedelta(minutes=minutes) - datetime(1970, 1, 1)).total_seconds()
        os.utime(report, (written, written))
        copied = copy_expectation_report(report, Build(row), tmp_path / "copy.html")
        assert copied is is_of_this_build
    assert not copy_expectation_report(tmp_path / "none", Build(row), tmp_path / "copy.html")


def test_places_are_in_reading_order() -> None:
    places = ["10-2", "表5:L90", "10-10", "(一)3:L100", "2-16"]
    pages, lines = [one for one in places if "L" not in one], [one for one in places if "L" in one]
    assert sorted(pages, key=reading_order) == ["2-16", "10-2", "10-10"]
    assert sorted(lines, key=reading_order) == ["表5:L90", "(一)3:L100"]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_page_opens_from_disk_and_suits_everybody(
    site: Path, site_packages: Path, chromium: Chromium, width: int
) -> None:
    """Every other page is tried by the long tests."""
    with browsing(chromium, width=width) as browser:
        visit = browser.visit((site / "index.html").as_uri())
        visit.wait_for_charts()
        assert visit.errors == []
        assert visit.overflow == 0
        assert visit.serious_violations(site_packages) == []


def test_numbers_are_written_without_loss() -> None:
    assert number(Decimal("256.397500")) == "256.3975"
    assert number(Decimal("9450700000.00"), 100_000_000) == "94.507"
    assert number(Decimal("1000000.00")) == "1,000,000"
    assert number(Decimal("2280000000.00"), 100_000_000, 2) == "22.80"
    assert number(0) == "0"
    assert percent(Decimal("-0.14813718")) == "-14.8%"
