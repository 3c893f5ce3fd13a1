"""The smaller commands, and what the build leans on: lock, gate process, progress."""

from __future__ import annotations

import io
import os
import re
import signal
from pathlib import Path

import pytest
from rich.console import Console

from tests.python.conftest import BuiltProject, Project
from warehouse.build_lock import build_lock
from warehouse.checked_suites import CheckedExpectation, CheckedSuite
from warehouse.errors import BuildLocked, GateRefused
from warehouse.expectation_report import write_report
from warehouse.gate import CheckSeeds, GateProcess
from warehouse.progress import Reporter


def test_sql_answers_a_query(built: BuiltProject) -> None:
    result = built.project.run(
        "sql", "select agency_name_zh from core.dim_agencies where agency_id = 'mohw'"
    )
    assert result.returncode == 0
    assert "衛生福利部" in result.stdout


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("delete from core.dim_agencies", id="write"),
        pytest.param("create table core.mine as select 1 as a", id="create"),
        pytest.param("select * from read_text('/etc/hostname')", id="read-a-local-file"),
        pytest.param("copy core.dim_agencies to 'stolen.csv'", id="write-a-local-file"),
        pytest.param("attach 'other.duckdb'", id="attach"),
        pytest.param("install httpfs", id="install-an-extension"),
        pytest.param("load httpfs", id="load-an-extension"),
        pytest.param("set enable_external_access = true", id="unlock"),
        pytest.param("select no_such_column from core.dim_agencies", id="mistake"),
    ],
)
def test_sql_refuses_all_but_reading_the_warehouse(query: str, built: BuiltProject) -> None:
    before = built.project.published.read_bytes()
    result = built.project.run("sql", query)
    assert result.returncode == 1
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr
    assert built.project.published.read_bytes() == before


def test_sql_says_how_to_get_a_warehouse_where_there_is_none(project: Project) -> None:
    result = project.run("sql", "select 1")
    assert result.returncode == 1
    assert "`warehouse build` makes it" in result.stderr


def test_sql_says_so_where_the_file_is_damaged(project: Project) -> None:
    project.published.write_bytes(b"no database")
    result = project.run("sql", "select 1")
    assert (result.returncode, "cannot be opened" in result.stderr) == (1, True)


def test_extract_check_passes_on_the_projects_seeds(project: Project, sources: Path) -> None:
    result = project.run("extract", "--check", WAREHOUSE_SOURCES=str(sources))
    assert result.returncode == 0, result.stderr
    assert "nhi_tiered_care_progress: 4 seeds are as the text gives them" in result.stdout


def test_extract_says_where_it_looked_for_the_texts(project: Project, tmp_path: Path) -> None:
    result = project.run("extract", WAREHOUSE_SOURCES=str(tmp_path / "nowhere"))
    assert result.returncode == 3
    assert "nowhere" in result.stderr


def test_the_report_of_the_expectations_opens_without_a_network(built: BuiltProject) -> None:
    folder = built.project.root / "build/expectations"
    page = (folder / "index.html").read_text("utf-8")
    assert "nhi.mart_tiered_care_budget_series" in page
    assert 'class="unmet"' not in page
    assert not re.search(r"""(src|href)=["']?(https?:|//)|@import|url\(""", page)
    assert (folder / "data_docs/index.html").exists()


def test_the_report_shows_what_was_found_instead(tmp_path: Path) -> None:
    met = CheckedExpectation("expect_a", "{}", "lost rows", is_met=True, observed="found 1")
    unmet = CheckedExpectation("expect_b", "{'value': 3}", "<shifted>", False, "found 2")
    suite = CheckedSuite("incoming", "raw.seed", (met, unmet))
    write_report([suite], tmp_path / "report" / "index.html")
    page = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert "1 / 2" in page
    assert page.count('class="unmet"') == 2
    assert "found 2" in page and "found 1" not in page
    assert "&lt;shifted&gt;" in page


def test_a_second_build_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    lock = tmp_path / "build" / "lock"
    holder = f'"process": {os.getpid()}'
    with build_lock(lock), pytest.raises(BuildLocked, match=holder), build_lock(lock):
        pytest.fail("two builds at once")
    with build_lock(lock):
        pass


def test_a_gate_process_that_dies_refuses(tmp_path: Path) -> None:
    with pytest.raises(GateRefused, match="ended early"), GateProcess(tmp_path) as gate:
        assert gate.process_id is not None
        os.kill(gate.process_id, signal.SIGKILL)
        gate.submit(CheckSeeds(tmp_path))
        gate.outcome()


def test_a_gate_that_cannot_read_its_input_refuses(tmp_path: Path) -> None:
    with pytest.raises(GateRefused, match="no seeds"), GateProcess(tmp_path / "report") as gate:
        gate.submit(CheckSeeds(tmp_path))
        gate.outcome()


def _reported(*, is_terminal: bool) -> str:
    output = io.StringIO()
    reporter = Reporter(Console(file=output, force_terminal=is_terminal, width=80))
    with reporter.step("building") as step:
        step.advance(total=2)
        step.advance(total=2)
    assert reporter.seconds["building"] >= 0
    return output.getvalue()


def test_a_log_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.progress.SECONDS_BETWEEN_LOG_LINES", 0.0)
    lines = _reported(is_terminal=False).splitlines()
    assert lines[:3] == ["building ...", "building: 1 of 2", "building: 2 of 2"]
    assert lines[3].startswith("building: done in 0.")
    assert "\x1b" not in "".join(lines)


def test_a_terminal_gets_a_moving_bar() -> None:
    assert "\x1b[" in _reported(is_terminal=True)
