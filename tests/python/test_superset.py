"""The dashboards in Superset itself: imported, opened in Chromium, every value the marts'."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest
import yaml
from playwright.sync_api import APIRequestContext, BrowserContext, Page, Request, Response, expect

from foundation.locations import PROJECT_ROOT
from tests.python.client_environments import client_python
from tests.python.conftest import BuiltProject
from tests.python.site_browser import Chromium
from tests.python.superset_bundle import BUNDLE as BUNDLE_FOLDER
from tests.python.superset_bundle import bundle
from tests.python.superset_server import PASSWORD, USER, Superset, documented_commands

pytestmark = pytest.mark.long

BUNDLE = bundle()
CODES = yaml.safe_load((PROJECT_ROOT / "warehouse/site/codes.yml").read_text("utf-8"))
# So tall that every chart is in view: Superset asks for the data of no other.
WIDTHS, HEIGHT = (1440, 360), 9000
_UPGRADE_PLAN = """
    from budget.fct_budgets
    where table_code = 'budget_table_5' and not is_total and expenditure_type_code != 'total'
"""
# What each chart has to show, asked of the published file without Superset. A bar is one row:
# where it stands, its colour, its length. A column `x_code_of_kind` holds codes of the site.
EXPECTED = {
    "kpi_count": "select count(distinct kpi_id) from performance.mart_target_vs_actual",
    "target_count": "select count(*) from performance.mart_target_vs_actual",
    "compared_count": """
        select count(*) from performance.mart_target_vs_actual where gap_value is not null
    """,
    "judged_count": """
        select count(*) from performance.mart_target_vs_actual
        where status_code = 'met' or status_code = 'missed'
    """,
    "status_by_year": """
        select roc_year, status_code as code_of_status, count(*)
        from performance.mart_target_vs_actual group by all
    """,
    "target_kinds": """
        select target_kind_code as code_of_target_kind, resolution_code as code_of_resolution,
            count(*)
        from performance.mart_target_vs_actual group by all
    """,
    "status_by_agency": """
        select agency_name_zh, status_code as code_of_status, count(*)
        from performance.mart_target_vs_actual group by all
    """,
    "targets_with_figures": """
        select agency_name_zh, kpi_name_zh, roc_year, target_text, actual_text, actual_roc_year,
            gap_value, unit_zh, attainment_rate, status_code as code_of_status, source_locator
        from performance.mart_target_vs_actual where gap_value is not null
    """,
    "all_targets": """
        select title_zh, agency_name_zh, goal_name_zh, kpi_name_zh, roc_year, target_text,
            resolved_target_value, unit_zh, status_code as code_of_status, source_locator
        from performance.mart_target_vs_actual join core.dim_source_documents
            using (source_document_id)
    """,
    "tiered_care_by_item": """
        select roc_year, item_name_zh, sum(budget_twd) / 100000000
        from nhi.mart_tiered_care_budget_series where item_no is not null group by all
    """,
    "tiered_care_by_sector": """
        select roc_year, global_budget_sector_zh, sum(budget_twd) / 100000000
        from nhi.mart_tiered_care_budget_series where item_no is not null group by all
    """,
    "tiered_care_totals": """
        select roc_year, budget_twd, change_rate, cumulative_budget_twd, source_locator
        from nhi.mart_tiered_care_budget_series where item_no is null
    """,
    "opened_items_heatmap": """
        select execution_roc_year, item_name_zh, execution_rate from budget.mart_budget_execution
        where programme_code = 'opened_items' and not is_total and execution_rate is not null
            and as_of_date = date '2026-03-31'
    """,
    "execution_printed_and_recomputed": """
        select execution_roc_year, as_of_date, printed_execution_rate, execution_rate, rate_gap,
            source_locator
        from budget.mart_budget_execution where programme_code = 'opened_items' and is_total
    """,
    "upgrade_plan_by_item": f"""
        select aspect_name_zh, strategy_name_zh, sum(budget_twd) / 1000000 {_UPGRADE_PLAN}
        group by all
    """,
    "upgrade_plan_by_year": f"""
        select roc_year, expenditure_type_code as code_of_expenditure, sum(budget_twd) / 1000000
        {_UPGRADE_PLAN} group by all
    """,
    "findings_by_kind": """
        select title_zh, kind_code as code_of_finding_kind, count(*)
        from audit.rpt_source_findings join core.dim_source_documents using (source_document_id)
        group by all
    """,
    "findings": """
        select title_zh, kind_code as code_of_finding_kind, subject_zh, printed_value,
            expected_value, explanation_zh, source_locator
        from audit.rpt_source_findings join core.dim_source_documents using (source_document_id)
    """,
    "coverage": """
        select check_code, compared_count, agreed_count, rounding_count, disagreed_count
        from audit.rpt_check_coverage
    """,
}


@dataclass
class OpenedDashboard:
    """A dashboard as a browser has it.

    Attributes:
        page: its page.
        answers: what Superset's chart data API answered, by chart.
        errors: errors of the page, and addresses outside the server that it asked for.
    """

    page: Page
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Serving:
    """A Superset that serves.

    Attributes:
        address: where.
        published: the warehouse it shows, its own copy.
    """

    address: str
    published: Path


@pytest.fixture(scope="module")
def serving(built: BuiltProject, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Superset with an admin and the imported bundle, serving."""
    try:
        python = client_python("superset", BUNDLE_FOLDER / "requirements.lock")
    except subprocess.CalledProcessError:
        pytest.skip("Superset could not be installed; it needs a package index the first time")
    home = tmp_path_factory.mktemp("superset")
    published = Path(shutil.copy2(built.project.published, home / "warehouse.duckdb"))
    superset = Superset(python.with_name("superset"), home, published)
    *preparing, serve = documented_commands()
    assert [command[0] for command in preparing] == ["db", "init", "fab", "import-directory"]
    for command in preparing:
        given = ["--password", PASSWORD] if "create-admin" in command else []
        printed = superset.run(*command, *given)
        assert "error occurred" not in printed, printed[-3000:]
    with superset.serving(serve[0]) as address:
        yield Serving(address, published)


@pytest.fixture(scope="module")
def address(serving: Serving) -> str:
    return serving.address


@pytest.fixture(scope="module", params=WIDTHS)
def opened(
    request: pytest.FixtureRequest, address: str, chromium: Chromium
) -> Iterator[dict[str, OpenedDashboard]]:
    """Both dashboards, every chart drawn, in Chinese."""
    context = chromium.new_context(
        viewport={"width": request.param, "height": HEIGHT}, locale="zh-TW"
    )
    try:
        _sign_in(context, address)
        yield {name: _open(context.new_page(), address, name) for name in BUNDLE.dashboards}
    finally:
        context.close()


@pytest.mark.parametrize("name", BUNDLE.dashboards)
def test_no_chart_of_a_dashboard_fails(opened: dict[str, OpenedDashboard], name: str) -> None:
    dashboard = opened[name]
    assert dashboard.errors == []
    assert set(dashboard.answers) == set(BUNDLE.charts_of(name))
    page = dashboard.page
    assert page.query_selector_all("[data-test='error-alert'], .ant-alert-error") == []
    assert page.query_selector_all(".chart-container .ant-empty") == []
    drawn = page.query_selector_all(
        ".slice_container canvas, .slice_container svg, "
        ".slice_container table, .slice_container .header-line"
    )
    assert len(drawn) >= len(BUNDLE.charts_of(name))


@pytest.mark.parametrize("name", BUNDLE.dashboards)
def test_a_dashboard_is_no_wider_than_its_screen(
    opened: dict[str, OpenedDashboard], name: str
) -> None:
    page = opened[name].page
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) <= 0


@pytest.mark.parametrize("name", BUNDLE.charts)
def test_a_chart_shows_the_values_of_the_marts(
    opened: dict[str, OpenedDashboard], warehouse: duckdb.DuckDBPyConnection, name: str
) -> None:
    (dashboard,) = (one for key, one in opened.items() if name in BUNDLE.charts_of(key))
    chart = BUNDLE.charts[name]
    shown = _shown_rows(chart, dashboard.answers[name])
    expected = _expected_rows(warehouse, EXPECTED[name])
    assert len(expected) > 0
    assert sorted(shown, key=_as_text) == sorted(expected, key=_as_text)


def test_a_filter_leaves_the_rows_of_the_mart(
    address: str, opened: dict[str, OpenedDashboard], warehouse: duckdb.DuckDBPyConnection
) -> None:
    page = opened["targets_and_actuals"].page
    agency = "衛生福利部"
    chosen = (
        "(NATIVE_FILTER-agency:(id:NATIVE_FILTER-agency,ownState:(),"
        f"filterState:(value:!({agency})),"
        f"extraFormData:(filters:!((col:agency_name_zh,op:IN,val:!({agency}))))))"
    )
    with_filter = _open(
        page.context.new_page(), address, "targets_and_actuals", f"?native_filters={chosen}"
    )
    (count,) = warehouse.execute(
        "select count(*) from performance.mart_target_vs_actual where agency_name_zh = ?", [agency]
    ).fetchall()
    assert count[0] > 0
    assert [list(row.values()) for row in with_filter.answers["target_count"]] == [[count[0]]]
    assert len(with_filter.answers["all_targets"]) == count[0]
    with_filter.page.close()


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("select * from read_text('/etc/hostname')", "disabled by configuration"),
        ("copy (select 1) to 'written.csv'", "disabled by configuration"),
        ("create table budget.made as select 1", "DML_NOT_ALLOWED"),
        ("set enable_external_access = true", "locked"),
        ("install httpfs", "disabled by configuration"),
    ],
)
def test_a_query_of_a_user_reaches_nothing_but_the_warehouse(
    address: str, opened: dict[str, OpenedDashboard], query: str, refusal: str
) -> None:
    request = opened["targets_and_actuals"].page.request
    answered, text = _ask(request, address, "select count(*) from core.dim_agencies")
    assert answered, text
    answered, text = _ask(request, address, query)
    assert not answered
    assert refusal in text


def test_a_new_build_is_seen_at_once(
    serving: Serving, opened: dict[str, OpenedDashboard], tmp_path: Path
) -> None:
    """Published as a build is: by renaming over the file that stands there."""
    first = Path(shutil.copy2(serving.published, tmp_path / "first"))
    second = Path(shutil.copy2(serving.published, serving.published.with_suffix(".new")))
    with duckdb.connect(str(second)) as connection:
        connection.execute("delete from performance.mart_target_vs_actual where roc_year = 107")
        (left,) = (
            connection.sql("from performance.mart_target_vs_actual")
            .aggregate("count(*)")
            .fetchall()
        )
    page = opened["targets_and_actuals"].page
    second.replace(serving.published)
    try:
        renewed = _open(page.context.new_page(), serving.address, "targets_and_actuals")
        renewed.page.close()
    finally:
        first.replace(serving.published)
    assert 0 < left[0] < len(opened["targets_and_actuals"].answers["all_targets"])
    assert [tuple(row.values()) for row in renewed.answers["target_count"]] == [left]


def _ask(request: APIRequestContext, address: str, query: str) -> tuple[bool, str]:
    """Whether Superset's SQL Lab answers a query, and what it says."""
    token = request.get(f"{address}/api/v1/security/csrf_token/").json()["result"]
    answer = request.post(
        f"{address}/api/v1/sqllab/execute/",
        data={"database_id": 1, "sql": query, "schema": "core", "client_id": uuid4().hex[:10]},
        headers={"X-CSRFToken": token, "Referer": address},
    )
    return answer.ok, answer.text()


def _sign_in(context: BrowserContext, address: str) -> None:
    """Without the page, whose own messages to the server could overtake and end the session."""
    form = context.request.get(f"{address}/login/").text()
    token = re.search(r'id="csrf_token"[^>]*?value="([^"]+)"', form)
    assert token, form[:1000]
    context.request.post(
        f"{address}/login/",
        form={"username": USER, "password": PASSWORD, "csrf_token": token[1]},
    )
    assert context.request.get(f"{address}/api/v1/me/").ok


def _open(page: Page, address: str, name: str, further: str = "") -> OpenedDashboard:
    """Open a dashboard and wait until each of its charts is drawn."""
    dashboard = OpenedDashboard(page)
    responses: list[Response] = []

    def asked(request: Request) -> None:
        """What the security policy of the page stops has not left the browser."""
        if request.failure != "csp" and not request.url.startswith((address, "data:", "blob:")):
            dashboard.errors.append(f"asked for {request.url}")

    page.on("requestfinished", asked)
    page.on("requestfailed", asked)
    page.on("pageerror", lambda error: dashboard.errors.append(str(error)))
    page.on("response", lambda response: responses.append(response))
    slug = BUNDLE.dashboards[name]["slug"]
    page.goto(f"{address}/superset/dashboard/{slug}/{further}")
    count = len(BUNDLE.charts_of(name))
    expect(page.locator(".slice_container")).to_have_count(count, timeout=120_000)
    expect(page.locator(".loading")).to_have_count(0, timeout=120_000)
    page.wait_for_load_state("networkidle")
    names = {chart["slice_name"]: key for key, chart in BUNDLE.charts.items()}
    charts = page.request.get(f"{address}/api/v1/dashboard/{slug}/charts").json()["result"]
    keys = {chart["id"]: names[chart["slice_name"]] for chart in charts}
    for response in responses:
        if "/api/v1/chart/data" in response.url:
            form = json.loads(response.request.post_data or "{}")["form_data"]
            answered = response.json()
            if response.status != 200 or "result" not in answered:
                dashboard.errors.append(f"{response.status}: {answered}")
            elif "slice_id" in form:
                dashboard.answers[keys[form["slice_id"]]] = answered["result"][0]["data"]
    return dashboard


def _shown_rows(chart: dict[str, Any], answer: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The rows of an answer in the order of the chart's columns; bars as place, colour, length."""
    params = chart["params"]
    if chart["viz_type"] == "echarts_timeseries_bar":
        place = params["x_axis"]
        return [
            (_plain(place, row[place]), series, _plain(series, value))
            for row in answer
            for series, value in row.items()
            if series != place and value is not None
        ]
    if chart["viz_type"] == "heatmap_v2":
        columns = [params["x_axis"], params["groupby"], params["metric"]]
    elif chart["viz_type"] == "table":
        columns = params["all_columns"]
    else:
        columns = [*params.get("groupby", ()), params["metric"]]
    return [tuple(_plain(column, row[column]) for column in columns) for row in answer]


def _expected_rows(warehouse: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    relation = warehouse.sql(sql)
    return [
        tuple(
            CODES[column.removeprefix("code_of_")][value][0]
            if column.startswith("code_of_")
            else _plain(column, value)
            for column, value in zip(relation.columns, row, strict=True)
        )
        for row in relation.fetchall()
    ]


def _plain(column: str, value: Any) -> Any:
    """A value as it is compared: JSON has neither dates nor decimals."""
    if isinstance(value, bool) or value is None:
        return value
    if column.endswith("_date") and isinstance(value, (int, float)):
        return datetime.fromtimestamp(value / 1000, UTC).date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float, Decimal)):
        assert math.isfinite(value)
        return float(f"{float(value):.12g}")
    return value


def _as_text(row: tuple[Any, ...]) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)
