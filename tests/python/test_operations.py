"""What a scheduler leans on: exit codes, results, logs, notices, freshness, the units of `ops/`."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import loaders.files.errors
import warehouse.errors
import warehouse.gates.gate
from foundation.errors import InputError
from foundation.locations import PROJECT_ROOT
from tests.python.client_environments import client_python
from tests.python.conftest import BuiltProject, Project
from warehouse.errors import EXIT_CODES, exit_code_of
from warehouse.gates.freshness import overdue, source_freshness
from warehouse.telling.notices import HIDDEN, hide_secrets, send_notices

OPS = PROJECT_ROOT / "ops"
ROW = re.compile(r"^\| (\d+) \| (.+) \|$", re.MULTILINE)
FACTS: dict[str, Any] = {
    "status": "failed",
    "exit_code": 4,
    "error": {"kind": "DbtBuildFailed", "message": "1 dbt nodes failed: 衛生", "notes": ["kept"]},
}


def test_the_documented_exit_codes_are_the_ones_there_are() -> None:
    page = (PROJECT_ROOT / "docs/operations.md").read_text("utf-8")
    assert {int(code): meaning for code, meaning in ROW.findall(page)} == EXIT_CODES


def test_every_error_ends_in_a_documented_exit_code() -> None:
    errors = [
        error
        for module in (warehouse.errors, warehouse.gates.gate, loaders.files.errors)
        for error in vars(module).values()
        if isinstance(error, type) and issubclass(error, Exception)
    ]
    codes = {exit_code_of(error.__new__(error)) for error in [*errors, InputError, KeyError]}
    assert codes == set(EXIT_CODES) - {0, 2}


def test_the_help_tells_the_exit_codes(project: Project) -> None:
    told = re.sub(r"\s+", " ", project.run("--help").stdout)
    for code, meaning in EXIT_CODES.items():
        assert f"{code} {meaning}" in told


@pytest.fixture
def failing(project: Project) -> Project:
    """A project whose build fails at once, at a seed."""
    project.replace(
        "seeds/nhi_tiered_care_progress/nhi_tiered_care_progress__budget_series.csv",
        ",106,2.5,",
        ",106,two,",
    )
    return project


def test_a_failed_build_tells_its_result_as_json(failing: Project) -> None:
    result = failing.run("build", "--json")
    assert result.returncode == 3
    told = json.loads(result.stdout)
    assert (told["status"], told["exit_code"], told["error"]["kind"]) == ("failed", 3, "InputError")
    assert "found `two`" in told["error"]["message"]
    assert result.stderr.splitlines()[-1].startswith("error: seeds/nhi_tiered_care_progress/")


def test_events_are_lines_of_json(failing: Project, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "build.log"
    result = failing.run("build", "--log-format", "json", WAREHOUSE_LOG_FILE=str(log))
    assert result.returncode == 3
    assert result.stdout == ""
    *events, error = result.stderr.splitlines()
    assert error.startswith("error: ")
    assert events == log.read_text("utf-8").splitlines()
    lines = [json.loads(line) for line in events]
    assert [line["event"] for line in lines] == ["build started", "step started", "build ended"]
    assert [line["level"] for line in lines] == ["info", "info", "error"]
    assert lines[-1]["error"]["kind"] == "InputError"
    assert all(re.fullmatch(r"20\d\d-.*\+00:00", line["at"]) for line in lines)


class _Webhook(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted to it in the server's `posted`, and answers its `answer`."""

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.posted.append(json.loads(self.rfile.read(length)))  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def webhook() -> Iterator[Any]:
    server: Any = http.server.HTTPServer(("127.0.0.1", 0), _Webhook)
    server.posted, server.answer = [], 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _address(webhook: Any) -> str:
    return f"http://someone:hunter22@127.0.0.1:{webhook.server_port}/hooks/T0P-S3CRET"


def _notice_command(folder: Path) -> str:
    script = folder / "mail.py"
    script.write_text(
        "import pathlib, sys\npathlib.Path(sys.argv[1]).write_text(sys.stdin.read(), 'utf-8')\n"
    )
    return f"{sys.executable} {script} {folder / 'mail.txt'}"


def test_a_failed_build_is_told_to_the_webhook_and_the_command(
    failing: Project, webhook: Any, tmp_path: Path
) -> None:
    result = failing.run(
        "build",
        WAREHOUSE_NOTICE_WEBHOOK=f"http://127.0.0.1:{webhook.server_port}/hooks/T0P-S3CRET",
        WAREHOUSE_NOTICE_COMMAND=_notice_command(tmp_path),
    )
    assert result.returncode == 3
    assert "warning" not in result.stderr
    (posted,) = webhook.posted
    assert (posted["exit_code"], posted["error"]["kind"]) == (3, "InputError")
    mail = (tmp_path / "mail.txt").read_text("utf-8")
    assert mail == posted["text"]
    assert mail.startswith("policy-warehouse: the build failed (InputError, exit code 3)\n")
    assert "found `two`" in mail
    assert "T0P-S3CRET" not in result.stdout + result.stderr + mail + json.dumps(posted)


def test_a_build_that_went_well_sends_nothing(built: BuiltProject, webhook: Any) -> None:
    result = built.project.run(
        "build",
        "--if-changed",
        WAREHOUSE_NOTICE_WEBHOOK=f"http://127.0.0.1:{webhook.server_port}/",
    )
    assert (result.returncode, webhook.posted) == (0, [])


def test_a_notice_that_fails_says_so_without_the_address(
    webhook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook.answer = 500
    monkeypatch.setenv(
        "WAREHOUSE_NOTICE_WEBHOOK", f"http://127.0.0.1:{webhook.server_port}/hooks/T0P-S3CRET"
    )
    monkeypatch.setenv("WAREHOUSE_NOTICE_COMMAND", f"{sys.executable} -c 'raise SystemExit(7)'")
    assert send_notices(FACTS) == [
        "the notice to the webhook could not be sent: it answered 500",
        "the notice command failed: it ended with exit code 7",
    ]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://127.0.0.1:1/T0P-S3CRET", "URLError"),
        ("file:///etc/T0P-S3CRET", "WAREHOUSE_NOTICE_WEBHOOK is no http or https address"),
        ("http://[T0P-S3CRET", "ValueError"),
    ],
)
def test_an_address_that_cannot_be_reached_is_not_told(
    address: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_NOTICE_WEBHOOK", address)
    monkeypatch.delenv("WAREHOUSE_NOTICE_COMMAND", raising=False)
    (told,) = send_notices(FACTS)
    assert told.endswith(problem)
    assert "T0P-S3CRET" not in told


def test_a_command_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAREHOUSE_NOTICE_WEBHOOK", raising=False)
    monkeypatch.setenv("WAREHOUSE_NOTICE_COMMAND", "no-such-command-anywhere")
    assert send_notices(FACTS) == ["the notice command failed: FileNotFoundError"]


def test_secrets_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_API_TOKEN", "abc-123-xyz")
    monkeypatch.setenv("SHORT_KEY", "a")
    monkeypatch.setenv("HARMLESS", "warehouse")
    text = "warehouse at https://me:pass@host/x?token=abc-123-xyz a b"
    assert hide_secrets(text) == f"warehouse at https://{HIDDEN}@host/x?token={HIDDEN} a b"


def _statuses(today: date) -> dict[str, str]:
    return {source.source_code: source.status_code for source in source_freshness(today)}


def test_a_source_is_overdue_the_day_after_its_interval(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The progress report is of 2026-06-24, and half a year, 184 days, later is 2026-12-25."""
    monkeypatch.setenv("WAREHOUSE_LANDING_FOLDER", str(tmp_path))
    on_the_day = _statuses(date(2026, 12, 25))
    assert on_the_day["nhi_tiered_care_progress"] == "fresh"
    assert on_the_day["mohw_fy107_plan"] == "once"
    assert on_the_day["kpi_actuals"] == "not_loaded"
    assert "undeclared" not in on_the_day.values()
    assert overdue(source_freshness(date(2026, 12, 25))) == []
    assert overdue(source_freshness(date(2026, 12, 26))) == [
        "document nhi_tiered_care_progress: 185 days old, expected every 184"
    ]


def test_only_the_newest_load_that_counts_makes_a_kind_fresh(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loads = [
        {"kind_code": "budgets", "loaded_at": "2025-01-01 08:00:00", "unloaded_at": None},
        {"kind_code": "budgets", "loaded_at": "2026-01-01 08:00:00", "unloaded_at": None},
        {"kind_code": "budgets", "loaded_at": "2026-06-01 08:00:00", "unloaded_at": "2026-06-02"},
    ]
    (tmp_path / "loads.ndjson").write_text("\n".join(map(json.dumps, loads)), "utf-8")
    monkeypatch.setenv("WAREHOUSE_LANDING_FOLDER", str(tmp_path))
    assert _statuses(date(2027, 1, 2))["budgets"] == "fresh"
    assert _statuses(date(2027, 1, 3))["budgets"] == "overdue"


def test_a_document_without_a_declaration_or_a_date_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    declared = tmp_path / "declared.csv"
    declared.write_text(
        "source_kind_code,source_code,expected_interval_days,reason_en,reason_zh\n"
        "document,mohw_fy107_plan,30,because,因為\n",
        "utf-8",
    )
    monkeypatch.setattr("warehouse.gates.freshness.DECLARED", declared)
    statuses = _statuses(date(2026, 1, 1))
    assert statuses["mohw_fy107_plan"] == "undated"
    assert statuses["nhi_tiered_care_progress"] == "undeclared"


def test_freshness_is_told_and_strict_about(project: Project) -> None:
    told = json.loads(project.run("freshness", "--json").stdout)
    assert {source["source_kind_code"] for source in told} == {"document", "load"}
    project.replace(
        "seeds/reference/reference__source_freshness.csv", "progress,184,", "progress,1,"
    )
    printed = project.run("freshness")
    assert printed.returncode == 0
    assert re.search(r"^overdue +document nhi_tiered_care_progress", printed.stdout, re.MULTILINE)
    strict = project.run("freshness", "--strict")
    assert strict.returncode == 10
    assert "1 sources are overdue:" in strict.stderr


def test_an_overdue_source_is_in_the_result_of_a_build(failing: Project) -> None:
    failing.replace(
        "seeds/reference/reference__source_freshness.csv", "progress,184,", "progress,1,"
    )
    told = json.loads(failing.run("build", "--json").stdout)
    (line,) = told["overdue_sources"]
    assert line.startswith("document nhi_tiered_care_progress: ")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    units = [Path(shutil.copy(unit, tmp_path)) for unit in sorted((OPS / "systemd").iterdir())]
    assert [unit.suffix for unit in units] == [".service", ".timer"]
    for unit in units:
        # The project stands elsewhere here, and a command that is not there is refused.
        unit.write_text(unit.read_text("utf-8").replace("/opt/policy-warehouse/.venv/bin", "/bin"))
    service = units[0]
    service.write_text(service.read_text("utf-8").replace("/bin/warehouse", "/bin/true"), "utf-8")
    result = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    # Units of the machine itself may have their own faults.
    told = [line for line in result.stderr.splitlines() if "policy-warehouse" in line]
    assert (result.returncode, told) == (0, [])
    broken = service.read_text("utf-8").replace("Type=oneshot", "Type=no-such-type")
    service.write_text(broken, "utf-8")
    result = subprocess.run(
        ["systemd-analyze", "verify", service], capture_output=True, text=True, check=False
    )
    assert "no-such-type" in result.stderr


def test_every_unit_builds_where_something_changed_and_only_then() -> None:
    units = [path for path in OPS.rglob("*") if path.is_file() and path.suffix != ".timer"]
    assert len(units) == 5
    for unit in units:
        text = unit.read_text("utf-8")
        command = re.sub(r'[",\]]', "", text)
        assert re.search(r"\.venv/bin/warehouse build --if-changed", command), unit


def test_the_crontab_line_runs(tmp_path: Path) -> None:
    """cron itself is not asked: its five fields are read here, and the rest is given to sh."""
    lines = (OPS / "crontab").read_text("utf-8").splitlines()
    (job,) = [line for line in lines if re.match(r"[\d*]", line)]
    *fields, command = job.split(maxsplit=5)
    assert len(fields) == 5
    assert all(re.fullmatch(r"\*|\d{1,2}", field) for field in fields)
    assert "%" not in command, "cron takes it for the end of the line"
    binary = tmp_path / ".venv/bin/warehouse"
    binary.parent.mkdir(parents=True)
    binary.write_text('#!/bin/sh\necho "$@"\n', "utf-8")
    binary.chmod(0o755)
    result = subprocess.run(
        ["sh", "-c", command.replace("/opt/policy-warehouse", str(tmp_path))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "build --if-changed --log-format json\n"


def _tool(name: str) -> Path:
    try:
        return client_python(name)
    except subprocess.CalledProcessError:
        pytest.skip(f"{name} could not be installed; it needs a package index the first time")


@pytest.mark.long
def test_github_takes_the_workflow(tmp_path: Path) -> None:
    """By the schema GitHub's workflows are published with; actions themselves are not fetched."""
    python = _tool("check-jsonschema")
    workflow = OPS / "github/build-warehouse.yml"
    check = [python, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    subprocess.run([*check, workflow], check=True)
    broken = tmp_path / "broken.yml"
    text = workflow.read_text("utf-8")
    broken.write_text(text.replace("runs-on:", "runs-upon:"), "utf-8")
    assert subprocess.run([*check, broken], check=False, capture_output=True).returncode == 1


@pytest.mark.long
def test_airflow_loads_the_dag(tmp_path: Path) -> None:
    python = _tool("apache-airflow")
    script = """
import sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
assert not bag.import_errors, bag.import_errors
(dag,) = bag.dags.values()
(task,) = dag.tasks
print(dag.dag_id, dag.max_active_runs, dag.catchup, task.bash_command, task.skip_on_exit_code)
"""
    result = subprocess.run(
        [python, "-c", script, OPS / "airflow"],
        env={**os.environ, "AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    assert result.stdout.splitlines()[-1] == (
        "build_policy_warehouse 1 False .venv/bin/warehouse build --if-changed --json [6]"
    )


@pytest.mark.long
def test_dagster_loads_the_definitions_and_runs_them(tmp_path: Path) -> None:
    """In place of the command stands one that answers as it does."""
    python = _tool("dagster")
    binary = tmp_path / ".venv/bin/warehouse"
    binary.parent.mkdir(parents=True)
    told = {"status": "unchanged", "run_id": "r", "seconds": {"total": 1.0}, "published": "/w"}
    binary.write_text(f"#!/bin/sh\necho '{json.dumps(told)}'\nexit $ANSWER\n", "utf-8")
    binary.chmod(0o755)
    script = """
import runpy, sys
import dagster as dg
defs = runpy.run_path(sys.argv[1])["defs"]
dg.Definitions.validate_loadable(defs)
job = defs.get_job_def("build_if_changed")
result = job.execute_in_process(raise_on_error=False)
print(result.success)
"""
    for answer, success in (("0", "True"), ("4", "False")):
        result = subprocess.run(
            [python, "-c", script, OPS / "dagster/definitions.py"],
            env={
                **os.environ,
                "ANSWER": answer,
                "DAGSTER_HOME": "",
                "WAREHOUSE_PROJECT": str(tmp_path),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr[-3000:]
        assert result.stdout.splitlines()[-1] == success, result.stderr[-2000:]
