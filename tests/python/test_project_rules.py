"""Rules of the project that no linter of its own holds."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from foundation.derived_files import refuse_stale
from foundation.locations import PROJECT_ROOT, SEEDS_FOLDER
from loaders.documents.declarations import Kinds, document_ids
from loaders.documents.derived import LISTS, SOURCE, derived_files, unwanted_files
from loaders.documents.reading_a_file import REPORTED_COLUMNS
from loaders.seeds.declarations import seed_declarations
from tests.python.conftest import Project


def _yaml_files() -> Iterator[tuple[Path, dict[str, Any]]]:
    for folder in ("models", "seeds"):
        for path in sorted((PROJECT_ROOT / folder).rglob("*.yml")):
            yield path, yaml.safe_load(path.read_text("utf-8"))


def test_every_seed_declares_the_type_of_every_column_as_text() -> None:
    seeds = [seed for _, content in _yaml_files() for seed in content.get("seeds", ())]
    assert len(seeds) == len(seed_declarations(SEEDS_FOLDER)) > 0
    for seed in seeds:
        columns = {column["name"]: column["data_type"] for column in seed["columns"]}
        assert seed["config"]["column_types"] == columns
        assert set(columns.values()) == {"string"}


def test_what_follows_from_the_documents_is_as_they_declare() -> None:
    files = derived_files()
    assert len(files) > len(document_ids()) > 0
    refuse_stale(files, unwanted_files(files), source=SOURCE, command="warehouse document sync")


def test_a_new_document_adds_a_ref_to_no_model_that_a_unit_test_stands_on() -> None:
    """Unions have none, and what reads a list of all seeds is tested with a list of its own."""
    lists = re.findall(r"macro (\w+)\(\)", LISTS.read_text("utf-8"))
    sql = {path.stem: path.read_text("utf-8") for path in (PROJECT_ROOT / "models").rglob("*.sql")}
    tests = [test for _, content in _yaml_files() for test in content.get("unit_tests", ())]
    assert len(tests) > 100 and len(lists) == 4
    assert [test["name"] for test in tests if test["model"] in Kinds.read().unions] == []
    for test in tests:
        read = {name for name in lists if f"{name}()" in sql[test["model"]]}
        assert read <= {*test.get("overrides", {}).get("macros", {})}, test["name"]


def test_columns_are_described_once_in_columns_md() -> None:
    described = set(
        re.findall(r"{% docs (\w+) %}", (PROJECT_ROOT / "models/columns.md").read_text("utf-8"))
    )
    # No performance report is here yet, and the first finds its columns described.
    used = set(REPORTED_COLUMNS)
    for path, content in _yaml_files():
        tables = content.get("models", []) + content.get("seeds", [])
        tables += [table for source in content.get("sources", ()) for table in source["tables"]]
        for table in tables:
            for column in table.get("columns", ()):
                assert column["description"] == f"{{{{ doc('{column['name']}') }}}}", path
                used.add(column["name"])
    assert used == described


@pytest.mark.long
def test_dbt_build_alone_works_with_the_projects_own_profile(project: Project) -> None:
    result = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "build", "--no-use-colors", "--target-path", "out"],
        cwd=project.root,
        env={"PATH": "/usr/bin:/bin", "WAREHOUSE_BUILD_FILE": str(project.root / "alone.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:]
    assert "ERROR=0" in result.stdout
    assert (project.root / "alone.duckdb").exists()


@pytest.mark.parametrize("word", ["current_date", "now()", "run_started_at", "current_timestamp"])
def test_no_model_reads_the_clock(word: str) -> None:
    files = [
        path
        for folder, kind in (("models", "*.sql"), ("macros", "*.sql"), ("snapshots", "*"))
        for path in (PROJECT_ROOT / folder).rglob(kind)
    ]
    assert len(files) > 40
    assert [path for path in files if word in path.read_text("utf-8").lower()] == []


def test_only_dispatched_macros_know_the_engine() -> None:
    """A model, a test or a macro that asks which engine runs it has an `if` where none belongs."""
    asks = re.compile(r"\b(target\s*\.\s*(type|name)|adapter\s*\.\s*type)\b")
    tests = ("tests/data", "tests/generic", "tests/macros")
    folders = ("models", "macros", "snapshots", "analyses", *tests)
    files = [
        path
        for folder in folders
        for path in (PROJECT_ROOT / folder).rglob("*")
        if path.suffix in (".sql", ".yml")
    ]
    assert len(files) > 300
    assert [path for path in files if asks.search(path.read_text("utf-8"))] == []
    assert asks.search("{% if target.type == 'spark' %}")


def test_nothing_committed_names_a_path_of_this_machine() -> None:
    tracked = subprocess.run(
        ["git", "grep", "-lF", "-e", f"{PROJECT_ROOT.parent}/", "-e", f"{Path.home()}/"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tracked.stdout == ""


BAD_SQL = "SELECT a.seed_name AS Name, COUNT( * ) FROM {{ ref('rpt_row_conservation') }} a"


def test_the_sql_linter_still_bites(project: Project) -> None:
    """A canary: were the settings ignored, this would pass."""
    canary = project.root / "models" / "audit" / "rpt_canary.sql"
    canary.write_text(f"{BAD_SQL}\n", "utf-8")
    result = subprocess.run(
        [Path(sys.executable).with_name("sqlfluff"), "lint", "--templater", "jinja", str(canary)],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    for rule in ("CP01", "CP02", "CP03", "AL01", "AL06", "LT01"):
        assert rule in result.stdout, rule


def test_the_dbt_linter_still_bites(project: Project) -> None:
    """Canaries: one without name, description, contract or grain, one that reads a mart."""
    models = project.root / "models"
    (models / "audit" / "canary.sql").write_text("select 1 as a\n", "utf-8")
    reads_a_mart = models / "intermediate" / "core" / "int_core__canaries.sql"
    reads_a_mart.write_text("select * from {{ ref('dim_kpis') }}\n", "utf-8")
    bin_folder = Path(sys.executable).parent
    subprocess.run(
        [bin_folder / "dbt", "parse", "--quiet", "--profiles-dir", "."],
        cwd=project.root,
        check=True,
    )
    result = subprocess.run(
        [bin_folder / "dbt-bouncer"], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    printed = result.stdout + result.stderr
    for check in (
        "check_model_names",
        "check_model_has_meta_keys",
        "check_model_has_unique_test",
        "check_model_has_properties_file",
        "check_lineage_permitted_upstream_models",
    ):
        assert check in printed, check
