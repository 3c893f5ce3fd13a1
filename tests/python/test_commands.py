"""The smaller commands, and what the build leans on: lock, gate process, progress."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

import pytest
from rich.console import Console

from tests.python.conftest import BuiltProject, Project
from warehouse.errors import BuildLocked
from warehouse.gates.checked_suites import CheckedExpectation, CheckedSuite
from warehouse.gates.expectation_report import write_report
from warehouse.gates.gate import CheckSeeds, GateProcess, GateRefused
from warehouse.published.build_lock import build_lock
from warehouse.telling.progress import Reporter

CAPTURED: dict[str, Any] = {"capture_output": True, "text": True, "check": True}


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
    assert "nhi_tiered_care_progress: 7 seeds are as the text gives them" in result.stdout


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
    holder = rf"process {os.getpid()} on {socket.gethostname()}, since 20\d\d-.* holds {lock}"
    with build_lock(lock), pytest.raises(BuildLocked, match=holder), build_lock(lock):
        pytest.fail("two builds at once")
    with build_lock(lock):
        pass
    assert lock.read_text("utf-8") == ""


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    said: list[str] = []
    order = []

    def first() -> None:
        with build_lock(lock):
            is_held.set()
            may_end.wait()
            order.append("first")

    is_held, may_end = Event(), Event()
    thread = Thread(target=first)
    thread.start()
    is_held.wait()
    with (
        pytest.raises(BuildLocked, match=r"after 0\.3 s of waiting"),
        build_lock(lock, wait_seconds=0.3, say=said.append),
    ):
        pytest.fail("two builds at once")
    assert [line.startswith("waiting for another build: process") for line in said] == [True]
    Timer(0.3, may_end.set).start()
    with build_lock(lock, wait_seconds=60):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


HOLDER_GONE = """
import os, sys, time
from pathlib import Path
from warehouse.published.build_lock import build_lock
lock = build_lock(Path(sys.argv[1]))
lock.__enter__()
if os.fork() == 0:
    time.sleep(60)
print(os.getpid(), flush=True)
os._exit(1)
"""


def test_what_a_dead_build_left_running_is_told_from_a_build(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER_GONE, str(lock)],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        process.wait()
        with pytest.raises(BuildLocked, match="it has ended; what it started may still run"):
            build_lock(lock).__enter__()
    finally:
        os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("host", "told"),
    [
        (socket.gethostname(), "it has ended"),
        ("elsewhere", "another host: whether it still runs cannot be seen from here"),
    ],
)
def test_a_lock_that_a_killed_build_left_is_taken_over_and_told(
    host: str, told: str, tmp_path: Path
) -> None:
    lock = tmp_path / "lock"
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], **CAPTURED)
    left = {"process": int(ended.stdout), "host": host, "since": "2026-01-01T00:00:00+00:00"}
    lock.write_text(json.dumps(left), "utf-8")
    said: list[str] = []
    with build_lock(lock, say=said.append):
        assert json.loads(lock.read_text("utf-8"))["process"] == os.getpid()
    (line,) = said
    assert "the last build was cut short" in line
    assert told in line and "2026-01-01" in line


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
    monkeypatch.setattr("warehouse.telling.progress.SECONDS_BETWEEN_LOG_LINES", 0.0)
    lines = _reported(is_terminal=False).splitlines()
    assert lines[:3] == ["building ...", "building: 1 of 2", "building: 2 of 2"]
    assert lines[3].startswith("building: done in 0.")
    assert "\x1b" not in "".join(lines)


def test_a_terminal_gets_a_moving_bar() -> None:
    assert "\x1b[" in _reported(is_terminal=True)
