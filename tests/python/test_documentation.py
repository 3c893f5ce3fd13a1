"""The documentation site, its reference pages, and every command that a page shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from foundation.locations import PROJECT_ROOT
from tests.python.conftest import BuiltProject
from warehouse.cli import main
from warehouse.naming.public_names import public_tables
from warehouse.reference_pages import SEMANTIC, reference_pages

PAGES = [
    *sorted(PROJECT_ROOT.glob("README*.md")),
    PROJECT_ROOT / "CONTRIBUTING.md",
    *sorted((PROJECT_ROOT / "docs").glob("*.md")),
]
# Begin with these: not run here, and why that is all right.
NOT_RUN_HERE = {
    "make build": "the fixture `built` runs what it runs, and test_project_rules the rest",
    "make test": "it is what runs this",
    "export ": "sets a variable of the reader's shell",
    "dbt parse": "test_semantic_layer runs it",
    "mf ": "test_semantic_layer asks every saved query and checks the definitions",
    "warehouse changes": "test_changes runs it between builds it makes",
    "warehouse build": "the fixture `built` runs it",
    "warehouse freshness": "test_operations runs it",
    "make site": "test_site writes the site, and the long tests run the command",
    "warehouse site": "test_site runs it",
    "warehouse template": "test_file_loading runs it",
    "warehouse load ": "test_file_loading and test_loaded_actuals run it, with files they make",
    "warehouse recipe": "test_recipes runs it",
    "warehouse loads": "test_file_loading runs it",
    "warehouse export": "test_exports runs it, in every format",
    "frictionless validate": "test_exports validates what it exports",
    "warehouse diff": "test_published_builds runs it between builds it makes",
    "warehouse rollback": "test_published_builds runs it on builds it makes",
    "warehouse verify": "test_published_builds runs it on builds it makes",
    "pytest -s -m long tests/python/test_faults.py": "a campaign; test_faults runs a sample",
    "PYTHONPATH=. .venv/bin/python bench/scale": "a benchmark; test_large_files runs its parts",
    "make setup-spark": "`make test-spark` runs it",
    ".venv-spark/bin/warehouse": "test_spark runs it",
    "$SPARK_HOME/bin/spark-submit": "test_spark_thrift starts such a server",
    "uv pip install": "for the benchmark's plot alone",
    "python3.11 -m venv .venv-superset": "test_superset makes such an environment",
    ".venv-superset/bin/python -m pip install": "test_superset installs the same lock file",
    ".venv-superset/bin/superset ": "test_superset runs each of them, read from the page",
    "warehouse unload": "test_file_loading runs it, with a batch it loaded",
}
ASKED = ("sql", "describe", "find")


def _shown_commands() -> list[tuple[str, str]]:
    """Page and command line of everything in a block of shell commands."""
    shown = []
    for page in PAGES:
        for block in re.findall(r"^```sh\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S):
            lexed = block.replace("\\\n", " ")
            for line in _commands(lexed):
                shown.append((page.name, line.removeprefix(".venv/bin/")))
    return shown


def _commands(block: str) -> list[str]:
    """Command lines of a block, a quoted text that spans lines kept in one."""
    commands: list[str] = []
    open_line = ""
    for line in block.splitlines():
        open_line = f"{open_line}\n{line}" if open_line else line
        if open_line.count('"') % 2 == 0:
            commands.append(re.sub(r"\s+# .*$", "", open_line).strip())
            open_line = ""
    assert not open_line, block
    return [command for command in commands if command]


def _is_asked(command: str) -> bool:
    words = command.split()
    return words[0] == "warehouse" and len(words) > 1 and words[1] in ASKED


RUN_HERE = sorted({command for _, command in _shown_commands() if _is_asked(command)})


def test_every_shown_command_is_run_or_says_why_not() -> None:
    others = [(page, command) for page, command in _shown_commands() if not _is_asked(command)]
    assert len(RUN_HERE) >= 12
    unknown = [
        (page, command) for page, command in others if not command.startswith(tuple(NOT_RUN_HERE))
    ]
    assert unknown == [], "run it here, or say in NOT_RUN_HERE which test runs it"
    unused = [
        start
        for start in NOT_RUN_HERE
        if not any(command.startswith(start) for _, command in others)
    ]
    assert unused == []


@pytest.mark.parametrize("command", RUN_HERE)
def test_a_shown_command_answers(
    command: str, built: BuiltProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked, _, piped = command.partition(" < ")
    result = CliRunner().invoke(
        main,
        shlex.split(asked)[1:],
        input=(PROJECT_ROOT / piped).read_text("utf-8") if piped else None,
        env={"WAREHOUSE_FILE": str(built.project.published)},
    )
    assert result.exit_code == 0, result.output
    written = next(tmp_path.iterdir()).read_text("utf-8") if "--output" in asked else result.stdout
    assert len(written.splitlines()) > 1
    assert "(0 rows)" not in written


def test_the_reference_pages_leave_nothing_out() -> None:
    pages = reference_pages()
    commands = pages["reference/commands.md"]
    assert [name for name in main.commands if f"## warehouse {name}\n" not in commands] == []
    for table in public_tables():
        section = pages["reference/tables.md"].partition(f"## {table.full_name} ")[2]
        section = section.partition("\n## ")[0]
        assert section.count("\n| `") == len(table.columns) > 0
    metrics = [
        metric["name"]
        for path in SEMANTIC.glob("*.yml")
        for metric in yaml.safe_load(path.read_text("utf-8")).get("metrics", ())
    ]
    assert len(metrics) > 20
    assert [name for name in metrics if f"| `{name}` |" not in pages["reference/metrics.md"]] == []


def test_the_site_is_whole_and_asks_no_other_address(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=PROJECT_ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) >= len(list((PROJECT_ROOT / "docs").glob("*.md"))) + 3
    elsewhere = re.compile(r"""<(script|link|img|iframe)[^>]+(src|href)=["']?(https?:)?//""")
    assert [page for page in pages if elsewhere.search(page.read_text("utf-8"))] == []
    index = (tmp_path / "site/search/search_index.js").read_text("utf-8")
    assert "\u200b吸\u200b菸".encode("unicode_escape").decode() in index
