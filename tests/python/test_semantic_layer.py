"""The semantic layer: its questions, asked with `mf`, have the answers that the marts have."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from foundation.locations import PROJECT_ROOT
from tests.python.conftest import BuiltProject, Project, copy_project

BIN = Path(sys.executable).parent
BATCH = Path(__file__).with_name("metricflow_batch.py")
DOCS = PROJECT_ROOT / "docs" / "semantic_layer.md"
# dbt, as if MetricFlow were not installed.
DBT_ALONE = (
    "import sys; sys.modules |= dict.fromkeys(('metricflow', 'metricflow_semantics'));"
    " from dbt.cli.main import cli; cli()"
)
ROUNDED = Decimal("0.00000001")

# Few KPIs have a published actual, so some are given a status here. A KPI is judged by its target
# cell, whatever its measure prints.
STATUSES = """
    update performance.mart_target_vs_actual set status_code = 'no_actual',
        status_reason_code = 'no_actual_published', attainment_rate = null;
    update performance.mart_target_vs_actual set status_code = 'met',
        status_reason_code = null, attainment_rate = 1.25
    where kpi_id in ('ey_fy107_plans/moi/1-1', 'ey_fy107_plans/moi/1-2');
    update performance.mart_target_vs_actual set status_code = 'missed',
        status_reason_code = null, attainment_rate = 0.5
    where kpi_id = 'ey_fy107_plans/moi/2-1';
    update performance.mart_target_vs_actual set status_code = 'not_measurable',
        status_reason_code = 'not_a_number'
    where kpi_id = 'ey_fy107_plans/moi/2-2';
    update performance.mart_target_vs_actual set status_code = 'met',
        status_reason_code = null, attainment_rate = 1.1
    where kpi_id = 'mohw_fy107_plan/mohw/7-1';
    update performance.mart_target_vs_actual set status_code = 'missed',
        status_reason_code = null, attainment_rate = 0.9
    where kpi_id = 'mohw_fy107_plan/mohw/7-2';
    update performance.mart_target_vs_actual set status_code = 'met',
        status_reason_code = null, attainment_rate = 1.5
    where component_no = 1 and kpi_id || fiscal_year in (
        select kpi_id || fiscal_year from performance.mart_target_vs_actual
        where component_no = 2 and target_place_code = 'cell'
    );
    update performance.mart_target_vs_actual set status_code = 'missed',
        status_reason_code = null, attainment_rate = 0.9
    where component_no = 2 and roc_year = 114 and target_place_code = 'cell';
    update performance.mart_target_vs_actual set status_code = 'met',
        status_reason_code = null, attainment_rate = 1.2
    where component_no = 2 and roc_year = 115 and target_place_code = 'cell';
"""

# What identifies a KPI of a year, and its worst status.
KPI_YEARS = """
    select agency_name_zh, roc_year, aspect_name_zh, min(rank) as rank
    from (
        select targets.agency_name_zh, targets.roc_year, kpis.aspect_name_zh,
            kpis.agency_id, kpis.goal_no, kpis.kpi_no, kpis.kpi_name_zh,
            list_position(['missed', 'no_actual', 'not_measurable', 'met'], status_code) as rank
        from performance.mart_target_vs_actual as targets
        join core.dim_kpis as kpis using (kpi_id)
        where target_place_code = 'cell'
    )
    group by agency_name_zh, roc_year, aspect_name_zh, agency_id, goal_no, kpi_no, kpi_name_zh
"""
KPI_COUNTS = """
    count(*) as kpi_count,
    count(*) filter (rank = 1) as missed_kpi_count,
    count(*) filter (rank = 4) as met_kpi_count,
    count(*) filter (rank = 4) / nullif(count(*) filter (rank in (1, 4)), 0) as met_kpi_rate
"""
# The programmes' years as printed last: the cohorts' total, or the only row where there are no
# cohorts.
PROGRAMME_YEARS = """
    select * from budget.fct_budget_execution_states
    where printed_execution_rate is not null and superseded_date is null
        and (is_total or programme_code = 'family_doctor_plan')
"""

# The SQL of each saved query, over the marts; columns in any order.
QUESTIONS = {
    "tiered_care_budget_by_year": """
        select roc_year as metric_time__roc_year, budget_twd as tiered_care_budget_twd,
            change_rate as tiered_care_budget_growth_rate
        from nhi.mart_tiered_care_budget_years
        union all
        -- The last year is also the year before one that has no budget yet.
        select max(roc_year) + 1, null, null from nhi.mart_tiered_care_budget_years
    """,
    "tiered_care_budget_by_sector": """
        select roc_year as metric_time__roc_year,
            global_budget_sector_zh as tiered_care__global_budget_sector_zh,
            sum(budget_twd) as tiered_care_budget_twd
        from nhi.mart_tiered_care_budget_series group by all
    """,
    "budget_by_aspect": """
        select roc_year as metric_time__roc_year, aspect_name_zh as budget__aspect_name_zh,
            sum(budget_twd) as budget_twd
        from budget.fct_budget_printings
        where table_code = 'budget_table_3' and level_code = 'subtotal' and roc_year is not null
        group by all
    """,
    "budget_by_expenditure_type": """
        select aspect_name_zh as budget__aspect_name_zh,
            sum(budget_twd) filter (expenditure_type_code = 'current') as current_budget_twd,
            sum(budget_twd) filter (expenditure_type_code = 'capital') as capital_budget_twd,
            sum(budget_twd) filter (expenditure_type_code = 'capital')
                / sum(budget_twd) as capital_budget_rate
        from budget.fct_budget_printings
        where table_code = 'work_item_budgets' and not is_total
            and expenditure_type_code != 'total'
        group by all
    """,
    "budget_by_agency": """
        select roc_year as metric_time__roc_year,
            publisher_zh as source_document__publisher_zh,
            if(expenditure_type_code = 'total', 'unsplit', expenditure_type_code)
                as budget__expenditure_type_code, sum(budget_twd) as budget_twd
        from budget.fct_budget_printings join core.dim_source_documents using (source_document_id)
        where roc_year is not null and (
            (table_code = 'budget_table_4' and expenditure_type_code != 'total')
            or (table_code = 'budget_series' and is_total and level_code = 'total')
        )
        group by all
    """,
    "execution_by_programme": f"""
        select roc_year as metric_time__roc_year,
            programme_code as execution__programme_code,
            data_maturity_code as execution__data_maturity_code,
            budget_twd as execution_budget_twd,
            coalesce(executed_twd, executed_points) as executed_twd,
            coalesce(executed_twd, executed_points) / budget_twd as execution_rate
        from ({PROGRAMME_YEARS})
    """,
    "opened_items_by_cohort": """
        select fee_roc_year as metric_time__roc_year,
            listing_roc_year as opened_item__listing_roc_year,
            executed_points as opened_item_points
        from budget.fct_opened_item_execution
    """,
    "kpis_met_by_agency": f"""
        select agency_name_zh as agency__agency_name_zh, {KPI_COUNTS}
        from ({KPI_YEARS}) group by all
    """,
    "kpis_met_by_aspect": f"""
        select roc_year as metric_time__roc_year, aspect_name_zh as kpi__aspect_name_zh,
            {KPI_COUNTS}
        from ({KPI_YEARS}) where aspect_name_zh is not null group by all
    """,
    "targets_by_status": """
        select status_code as target__status_code, count(*) as target_count
        from performance.mart_target_vs_actual group by all
    """,
    "attainment_by_kpi": """
        select roc_year as metric_time__roc_year, kpi_id as kpi,
            component_no as target__component_no, attainment_rate as target_attainment_rate
        from performance.mart_target_vs_actual where status_code in ('met', 'missed')
    """,
}

# Questions that no saved query asks, with the same.
ONE_OFFS: dict[str, tuple[list[str], str]] = {
    "the execution of years is the sum over the sum, not the mean of the rates": (
        ["--metrics", "execution_rate", "--group-by", "execution__programme_code"],
        f"""
        select programme_code as execution__programme_code,
            sum(coalesce(executed_twd, executed_points)) / sum(budget_twd) as execution_rate
        from ({PROGRAMME_YEARS}) group by all
        """,
    ),
    "a year reported twice is as it was reported last": (
        [
            *("--metrics", "executed_twd,execution_rate", "--group-by", "metric_time__roc_year"),
            *("--where", "{{ Dimension('execution__programme_code') }} = 'opened_items'"),
        ],
        """
        select roc_year as metric_time__roc_year, executed_points as executed_twd,
            executed_points / budget_twd as execution_rate
        from budget.fct_budget_execution_states
        where programme_code = 'opened_items' and is_total and as_of_date = date '2026-03-31'
            and executed_points is not null
        """,
    ),
    "every document that has budgets is counted": (
        ["--metrics", "budget_twd", "--group-by", "source_document"],
        """
        select source_document_id as source_document, max(year_sum) as budget_twd
        from (
            select source_document_id, table_code, sum(budget_twd) as year_sum
            from budget.fct_budget_printings
            where not is_total and table_code in ('budget_series', 'budget_table_3')
            group by all
        )
        group by all
        """,
    ),
    "growth is told of each sector": (
        [
            *("--metrics", "tiered_care_budget_growth_rate"),
            *("--group-by", "metric_time__roc_year,tiered_care__global_budget_sector_zh"),
            *("--where", "{{ TimeDimension('metric_time', 'roc_year') }} = 112"),
        ],
        """
        select 112 as metric_time__roc_year,
            global_budget_sector_zh as tiered_care__global_budget_sector_zh,
            case when not bool_or(is_series_break) filter (roc_year = 112) then
                sum(budget_twd) filter (roc_year = 112)
                / sum(budget_twd) filter (roc_year = 111) - 1
            end as tiered_care_budget_growth_rate
        from nhi.mart_tiered_care_budget_series
        where roc_year in (111, 112) group by all
        """,
    ),
    "points of a cohort are those of its newest states": (
        ["--metrics", "opened_item_points", "--group-by", "opened_item__listing_roc_year"],
        """
        select cohort_roc_year as opened_item__listing_roc_year,
            sum(executed_points) as opened_item_points
        from budget.fct_budget_execution_states
        where cohort_roc_year is not null and as_of_date = date '2026-03-31'
        group by all
        """,
    ),
    "attainments of several targets are not added up": (
        [
            *("--metrics", "target_rate_count,target_attainment_rate"),
            *("--group-by", "agency__agency_name_zh"),
            *("--where", "{{ Dimension('target__status_code') }} in ('met', 'missed')"),
        ],
        """
        select agency_name_zh as agency__agency_name_zh, count(*) as target_rate_count,
            null as target_attainment_rate
        from performance.mart_target_vs_actual where attainment_rate is not null group by all
        """,
    ),
    "agencies have an English name, also those of budgets": (
        ["--metrics", "budget_twd", "--group-by", "source_document__agency__agency_name_en"],
        """
        select agency_name_en as source_document__agency__agency_name_en,
            sum(budget_twd) as budget_twd
        from budget.fct_budget_printings
        join core.dim_source_documents as documents using (source_document_id)
        join core.dim_agencies as agencies on documents.publisher_zh = agencies.agency_name_zh
        where not is_total and table_code in ('budget_series', 'budget_table_4')
        group by all
        """,
    ),
}

Answer = list[dict[str, Decimal | str | None]]


@dataclass(frozen=True)
class Asked:
    """A published file, what `mf` answered, and what became of file and project meanwhile."""

    project: Project
    answers: dict[str, Answer]
    validation_exit_code: int
    output: str
    is_file_as_before: bool
    written: set[str]


def _environment(project: Project) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAREHOUSE_")}
    # `mf` asks the package index for a newer version of itself; a test does not.
    return {
        **kept,
        "DBT_TARGET": "published",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "TMPDIR": str(project.root.parent),
    }


def _run(
    project: Project, *command: str | Path, stdin: str = "", fails: bool = False
) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        command,
        cwd=project.root,
        env=_environment(project),
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode != 0) == fails, result.stdout + result.stderr
    return result


def _project_with_statuses(built: BuiltProject, folder: Path) -> Project:
    project = copy_project(folder / "project")
    shutil.copy(built.project.published, project.published)
    with duckdb.connect(str(project.published)) as connection:
        connection.execute(STATUSES)
    project.published.chmod(0o444)
    _run(project, sys.executable, "-c", DBT_ALONE, "parse", "--quiet")
    return project


def _files(project: Project) -> set[Path]:
    return {path.relative_to(project.root) for path in project.root.rglob("*")}


def _value(text: str) -> Decimal | str | None:
    if text == "":
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _read(path: Path) -> Answer:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: _value(text) for name, text in row.items()} for row in csv.DictReader(file)]


def _saved_queries() -> list[dict[str, Any]]:
    path = PROJECT_ROOT / "models/semantic/saved_queries.yml"
    queries: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["saved_queries"]
    return queries


@pytest.fixture(scope="module")
def asked(built: BuiltProject, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Every question, asked in one process."""
    folder = tmp_path_factory.mktemp("semantic")
    project = _project_with_statuses(built, folder)
    asks = {query["name"]: ["--saved-query", query["name"]] for query in _saved_queries()}
    asks |= {name: arguments for name, (arguments, _) in ONE_OFFS.items()}
    files = {name: folder / f"{number}.csv" for number, name in enumerate(asks)}
    commands = [
        ["query", "--quiet", *arguments, "--csv", str(files[name])]
        for name, arguments in asks.items()
    ]
    before = hashlib.sha256(project.published.read_bytes()).digest(), _files(project)
    codes = folder / "codes.json"
    result = _run(
        project,
        *(sys.executable, BATCH, codes),
        stdin=json.dumps([*commands, ["validate-configs", "--show-all"]]),
    )
    *query_codes, validation_code = json.loads(codes.read_text("utf-8"))
    assert set(query_codes) == {0}, result.stdout
    return Asked(
        project=project,
        answers={name: _read(path) for name, path in files.items()},
        validation_exit_code=validation_code,
        output=result.stdout,
        is_file_as_before=hashlib.sha256(project.published.read_bytes()).digest() == before[0],
        written={path.parts[0] for path in _files(project) - before[1]},
    )


@pytest.fixture
def marts(asked: Asked) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(asked.project.published), read_only=True) as connection:
        yield connection


def _from_sql(marts: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    cursor = marts.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [
        dict(zip(names, (None if cell is None else _value(str(cell)) for cell in row), strict=True))
        for row in cursor.fetchall()
    ]


def _comparable(answer: Answer) -> list[list[tuple[str, str]]]:
    """Amounts to the cent, rates as the marts round them, rows and columns in one order."""
    return sorted(
        sorted(
            (name, str(cell.quantize(ROUNDED) if isinstance(cell, Decimal) else cell))
            for name, cell in row.items()
        )
        for row in answer
    )


def test_the_configuration_is_clean(asked: Asked) -> None:
    assert asked.validation_exit_code == 0
    assert asked.output.count("(ERRORS: 0, FUTURE_ERRORS: 0, WARNINGS: 0)") == 6
    assert asked.output.count("FUTURE_ERRORS") == 6


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_as_the_marts_answer_it(
    name: str, asked: Asked, marts: duckdb.DuckDBPyConnection
) -> None:
    expected = _from_sql(marts, QUESTIONS[name])
    assert len(expected) > 1
    assert _comparable(asked.answers[name]) == _comparable(expected)


@pytest.mark.parametrize("name", ONE_OFFS)
def test_a_metric_holds_where_it_could_mislead(
    name: str, asked: Asked, marts: duckdb.DuckDBPyConnection
) -> None:
    expected = _from_sql(marts, ONE_OFFS[name][1])
    assert expected
    assert _comparable(asked.answers[name]) == _comparable(expected)


def _figures(answer: Answer, value: str, *keys: str) -> dict[Any, Decimal]:
    figures = {}
    for row in answer:
        if isinstance(figure := row[value], Decimal):
            figures[tuple(str(row[key]) for key in keys)] = figure
    return figures


def test_the_documented_figures_are_the_answers(asked: Asked) -> None:
    docs = " ".join(DOCS.read_text("utf-8").split())
    year, answers = "metric_time__roc_year", asked.answers
    growth = _figures(answers["tiered_care_budget_by_year"], "tiered_care_budget_growth_rate", year)
    without = {str(row[year]) for row in answers["tiered_care_budget_by_year"]} - {
        key for (key,) in growth
    }
    assert without == {"106", "112", "116"}
    assert f"It grows by {growth['115',]:.1%} in 115; it has no growth in 112," in docs
    sectors = _figures(
        answers["tiered_care_budget_by_sector"],
        "tiered_care_budget_twd",
        *(year, "tiered_care__global_budget_sector_zh"),
    )
    billions = {
        sector: twd / 10**9 for (roc_year, sector), twd in sectors.items() if roc_year == "115"
    }
    assert f"of NT${sum(billions.values()):.2f} billion" in docs
    largest_first = sorted(billions, key=lambda sector: -billions[sector])
    assert ", ".join(f"{sector} {billions[sector]:.2f}" for sector in largest_first) in docs
    aspects = _figures(answers["budget_by_aspect"], "budget_twd", "budget__aspect_name_zh", year)
    assert f"NT${sum(aspects.values()) / 10**9:.2f} billion, in millions" in docs
    capital = _figures(
        answers["budget_by_expenditure_type"], "capital_budget_rate", "budget__aspect_name_zh"
    )
    for (aspect,), rate in capital.items():
        millions = [aspects[aspect, str(roc_year)] / 10**6 for roc_year in range(113, 117)]
        assert f"| {aspect} | {' | '.join(f'{each:.1f}' for each in millions)} |" in docs
        assert f"{rate:.1%} of {aspect}" in docs
    executed = _figures(
        answers["execution_by_programme"], "execution_rate", "execution__programme_code", year
    )
    opened = {
        key: f"{rate:.1%}" for (code, key), rate in executed.items() if code == "opened_items"
    }
    assert f"reached {opened['113']} in 113 and {opened['114']} in 114" in docs
    family = {key: rate for (code, key), rate in executed.items() if code == "family_doctor_plan"}
    assert f"{family.pop('111'):.1%} in 111 and all of its budget" in docs
    assert set(family.values()) == {1}
    cohorts = _figures(
        answers["opened_items_by_cohort"],
        *("opened_item_points", "opened_item__listing_roc_year", year),
    )
    points, cohort = max(
        (points, cohort) for (cohort, key), points in cohorts.items() if key == "114"
    )
    assert cohort == "106"
    assert f"That of 106: {points / 10**6:.1f} million in 114" in docs


def test_a_kpi_is_met_once_and_only_with_all_its_parts(
    asked: Asked, marts: duckdb.DuckDBPyConnection
) -> None:
    names = ("met_kpi_count", "missed_kpi_count", "met_kpi_rate")
    agencies: dict[Any, Any] = {
        row["agency__agency_name_zh"]: tuple(row[name] for name in names)
        for row in asked.answers["kpis_met_by_agency"]
    }
    # Two met and one missed; what has no actual or cannot be measured decides nothing.
    assert agencies["內政部"][:2] == (2, 1)
    assert round(agencies["內政部"][2], 3) == Decimal("0.667")
    assert agencies["衛生福利部"] == (1, 1, Decimal("0.5"))
    # Both parts met is met, one missed is missed, and one met beside an open one is neither.
    met, missed = marts.execute(
        "select count(*) filter (roc_year = 115), count(*) filter (roc_year = 114)"
        " from performance.mart_target_vs_actual"
        " where component_no = 2 and target_place_code = 'cell'"
    ).fetchall()[0]
    assert met > 0 < missed
    assert agencies["衛生福利部中央健康保險署"][:2] == (met, missed)
    assert agencies["外交部"] == (0, 0, None)


def test_mf_writes_neither_into_the_published_file_nor_into_the_project(asked: Asked) -> None:
    assert asked.is_file_as_before
    assert asked.written <= {"logs", "target"}


def test_a_year_of_a_programme_has_one_printed_rate(marts: duckdb.DuckDBPyConnection) -> None:
    """A state of a programme's year prints one rate: the questions above take it by that."""
    counts = marts.execute(
        """
        select programme_code, roc_year, as_of_date,
            count(*) filter (printed_execution_rate is not null)
        from budget.fct_budget_execution_states
        where coalesce(executed_twd, executed_points) is not null
        group by all
        """
    ).fetchall()
    assert len(counts) > 20
    assert [row for row in counts if row[3] != 1] == []


def test_every_metric_and_question_is_described_and_documented() -> None:
    described = [*_saved_queries()]
    for path in sorted((PROJECT_ROOT / "models/semantic").glob("*.yml")):
        described += yaml.safe_load(path.read_text("utf-8")).get("metrics", [])
    docs = DOCS.read_text("utf-8")
    assert len(described) > 25
    for each in described:
        english, chinese = each["description"].strip().split("\n")
        assert english.isascii(), each["name"]
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese), each["name"]
        assert each["label"], each["name"]
        assert f"`{each['name']}`" in docs, each["name"]
    assert {query["name"] for query in _saved_queries()} == set(QUESTIONS)


@pytest.mark.long
def test_the_documented_commands_work_as_printed(asked: Asked) -> None:
    (asked.project.root / ".venv").symlink_to(BIN.parent)
    texts = [path.read_text("utf-8") for path in (DOCS, PROJECT_ROOT / "README.md")]
    blocks = [block.split("```")[0] for text in texts for block in text.split("```sh\n")[1:]]
    asking = [block for block in blocks if "mf query" in block]
    for block, figure in zip(asking, ("-0.148", "family_doctor_plan"), strict=True):
        assert figure in _run(asked.project, "bash", "-euc", block).stdout


@pytest.mark.long
def test_a_broken_configuration_is_refused(asked: Asked, tmp_path: Path) -> None:
    """A canary for the test of the configuration: a measure of a column that is not there."""
    project = Project(
        Path(shutil.copytree(asked.project.root, tmp_path / "project", symlinks=True))
    )
    project.replace("target/semantic_manifest.json", '"execution_rate is not null"', '"no_column"')
    result = _run(project, BIN / "mf", "validate-configs", fails=True)
    assert "no_column" in result.stdout
