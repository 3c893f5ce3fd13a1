"""A build of what changed: what it builds, and that it comes to what a full build does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import grimp
import pytest
import yaml

from foundation.locations import PROJECT_ROOT
from foundation.whole_files import file_sha256
from tests.python.conftest import BuiltProject, Project, silent_reporter
from tests.python.loading_files import TABLE, write_csv
from warehouse.building import dbt_tables
from warehouse.building.dbt_build import DbtOutcome
from warehouse.building.inputs import (
    DESCRIPTIONS,
    INPUTS,
    current_inputs,
    without_descriptions,
)
from warehouse.building.last_build import LastBuild
from warehouse.building.run import Run
from warehouse.building.scope import Scope, scope_of
from warehouse.gates.checked_suites import CheckedExpectation, CheckedSuite
from warehouse.locations import BuildFolder
from warehouse.published.archive import Archive
from warehouse.published.run_history import HISTORY_TABLES
from warehouse.published.table_checksums import TABLE_CHECKSUMS

BUDGETS = "seeds/nhi_tiered_care_progress/nhi_tiered_care_progress__budget_series.csv"
MARK = "seeds/reference/reference__agencies.csv"
MODEL = "models/marts/core/dim_agencies.sql"
DATA_TEST = "tests/data/assert_every_seed_row_is_kept.sql"
SUITE = "expectations/core/dim_agencies.yml"
NOTHING_TO_DO = "no input changed"
# The history differs between any two builds, by its times and by what each of them built.
HISTORY = (*(f"meta.{table.name}" for table in HISTORY_TABLES), f"meta.{TABLE_CHECKSUMS.name}")


def _scope_where(**changed: str | None) -> Scope:
    """The scope after these inputs changed; None for one that is gone."""
    files = (BUDGETS, MODEL, DATA_TEST, SUITE, "macros/keys.sql", DESCRIPTIONS)
    before = {**dict.fromkeys(files, "a"), "version/duckdb": "2.0.0", "landing/loads.ndjson": "a"}
    now = {**before, **changed}
    return scope_of(before, {name: value for name, value in now.items() if value is not None})


def test_nothing_is_built_where_nothing_changed() -> None:
    assert _scope_where().is_empty
    assert _scope_where().reason == NOTHING_TO_DO


@pytest.mark.parametrize(
    ("changed", "selectors", "suites"),
    [
        (
            BUDGETS,
            ("nhi_tiered_care_progress__budget_series+",),
            {"raw.nhi_tiered_care_progress__budget_series"},
        ),
        (MODEL, ("data_dictionary+", "dim_agencies+"), set()),
        (DATA_TEST, ("assert_every_seed_row_is_kept",), set()),
        (SUITE, (), {"core.dim_agencies"}),
        ("landing/loads.ndjson", ("path:models/staging/landing+",), set()),
    ],
)
def test_what_depends_on_a_change_is_built(
    changed: str, selectors: tuple[str, ...], suites: set[str]
) -> None:
    scope = _scope_where(**{changed: "b"})
    assert not scope.is_full
    assert not scope.is_empty
    assert scope.selectors == selectors
    assert scope.suites == suites
    assert changed in scope.reason


@pytest.mark.parametrize(
    "changed",
    [
        "macros/keys.sql",
        DESCRIPTIONS,
        "models/marts/core/dim_agencies.yml",
        "version/duckdb",
        "dbt_project.yml",
        "warehouse/building/build.py",
        "expectations/every_table.yml",
        "seeds/reference/reference__new.csv",
        "models/marts/core/dim_new.sql",
    ],
)
def test_everything_is_built_where_more_changed_than_can_be_followed(changed: str) -> None:
    scope = _scope_where(**{changed: "b", BUDGETS: "b"})
    assert scope.is_full
    assert changed in scope.reason


@pytest.mark.parametrize("removed", [BUDGETS, MODEL, DATA_TEST, SUITE])
def test_everything_is_built_where_something_was_removed(removed: str) -> None:
    scope = _scope_where(**{removed: None})
    assert (scope.is_full, scope.reason) == (True, f"{removed} was removed")


def test_a_declaration_is_known_apart_from_what_it_says_of_tables() -> None:
    text = """models:
  - name: a
    description: |-
      A table.

      資料表
    columns:
      - name: description
        description: "{{ doc('b') }}"
        data_type: string
"""
    declared, said = without_descriptions("a.yml", text)
    assert yaml.safe_load(declared) == {
        "models": [{"name": "a", "columns": [{"name": "description", "data_type": "string"}]}]
    }
    assert "資料表" in said and "doc('b')" in said
    assert without_descriptions("columns.md", text) == ("", text)


def test_no_declaration_says_more_than_descriptions_in_what_is_left_out() -> None:
    def undescribed(content: Any) -> Any:
        if isinstance(content, dict):
            return {key: undescribed(each) for key, each in content.items() if key != "description"}
        return [undescribed(each) for each in content] if isinstance(content, list) else content

    for path in (PROJECT_ROOT / "models").rglob("*.yml"):
        text = path.read_text("utf-8")
        declared, _ = without_descriptions(path.name, text)
        read = (undescribed(yaml.safe_load(each)) for each in (text, declared))
        assert next(read) == next(read), path


def test_every_room_that_makes_rows_is_an_input() -> None:
    """What `building.dbt_tables` imports, but what only tells, names or refuses."""
    graph = grimp.build_graph("foundation", "loaders", "warehouse")
    makes_no_rows = ("loaders.documents", "loaders.errors", "warehouse.telling", "warehouse.naming")
    rooms = [name.removesuffix(".py").replace("/", ".") for name in INPUTS]
    missed = {
        module
        for module in graph.find_upstream_modules("warehouse.building.dbt_tables")
        if not any(module == room or module.startswith(f"{room}.") for room in rooms)
        and not module.startswith((*makes_no_rows, "warehouse.errors"))
        and module not in ("loaders", "warehouse")
    }
    assert missed == set()


@pytest.mark.parametrize(
    "path",
    [
        "warehouse/site/site.css",
        "warehouse/site/pages.py",
        "warehouse/asking/prompt.py",
        "warehouse/asking/templates/assistants_guide.md",
        "warehouse/telling/progress.py",
        "docs/operations.md",
        "README.md",
    ],
)
def test_what_is_only_shown_is_no_input(path: str) -> None:
    assert (PROJECT_ROOT / path).exists()
    assert path not in current_inputs()


def test_every_file_a_build_reads_is_an_input() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", *INPUTS], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    inputs = current_inputs()
    missed = [
        name
        for name in tracked
        if name not in inputs and (PROJECT_ROOT / name).exists() and "/." not in name
    ]
    assert missed == []
    assert len(tracked) > 300
    assert {f"version/{name}" for name in ("duckdb", "dbt-core", "python")} <= set(inputs)


def test_only_the_dictionary_reads_the_declarations_of_all_models() -> None:
    """What `scope_of` relies on: a model is built from what it depends on."""
    models = (PROJECT_ROOT / "models").rglob("*.sql")
    assert [path.stem for path in models if re.search(r"\bgraph\.", path.read_text("utf-8"))] == [
        "data_dictionary"
    ]
    landed = [
        path.relative_to(PROJECT_ROOT).parts[:3]
        for path in (PROJECT_ROOT / "models").rglob("*.sql")
        if "landed_" in path.read_text("utf-8") and "{{ landed_" in path.read_text("utf-8")
    ]
    assert set(landed) == {("models", "staging", "landing")}


@pytest.fixture
def kept(tmp_path: Path) -> tuple[LastBuild, Path]:
    """A kept build and the file it was published to."""
    built, published = tmp_path / "building.duckdb", tmp_path / "warehouse.duckdb"
    for path in (built, published):
        with duckdb.connect(str(path)) as connection:
            connection.execute("create table facts as select 1 as a")
    suite = CheckedSuite("published", "core.a", (CheckedExpectation("b", "{}", "", True, "c"),))
    build = LastBuild(tmp_path / "kept")
    assert build.keep(built, published, "run", current_inputs(), (suite,))
    assert not built.exists()
    return LastBuild(tmp_path / "kept"), published


def test_a_kept_build_is_gone_on_from(kept: tuple[LastBuild, Path], tmp_path: Path) -> None:
    build, published = kept
    assert build.scope(current_inputs(), published).is_empty
    assert build.run_id == "run"
    assert [suite.name for suite in build.suites] == ["core.a"]
    assert build.copy_to(tmp_path / "copy.duckdb")
    with duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as connection:
        assert connection.table("facts").fetchall() == [(1,)]


def test_a_kept_build_that_was_touched_is_not_gone_on_from(
    kept: tuple[LastBuild, Path], tmp_path: Path
) -> None:
    with duckdb.connect(str(tmp_path / "kept/built.duckdb")) as connection:
        connection.execute("insert into facts values (2)")
    assert not kept[0].copy_to(tmp_path / "copy.duckdb")


def test_a_kept_build_of_another_published_file_is_not_gone_on_from(
    kept: tuple[LastBuild, Path],
) -> None:
    build, published = kept
    published.write_bytes(published.read_bytes() + b"\0")
    assert build.scope(current_inputs(), published).is_full
    published.unlink()
    assert build.scope(current_inputs(), published).is_full


@pytest.mark.parametrize(
    ("changed", "has_unit_tests"),
    [
        ("warehouse/building/build.py", False),
        (BUDGETS, False),
        ("seeds/reference/_reference__seeds.yml", True),
        ("macros/keys.sql", True),
        (MODEL, True),
        (DESCRIPTIONS, False),
        ("version/dbt-core", True),
    ],
)
def test_unit_tests_run_again_where_something_they_read_changed(
    changed: str, has_unit_tests: bool, kept: tuple[LastBuild, Path]
) -> None:
    build, published = kept
    inputs = {**current_inputs(), changed: "other"}
    assert build.scope(inputs, published).has_unit_tests == has_unit_tests
    published.unlink()
    scope = build.scope(inputs, published)
    assert (scope.is_full, scope.has_unit_tests) == (True, has_unit_tests)


@pytest.mark.parametrize("record", ["", "{}", '{"format": 0}', '{"format": 1, "inputs": {}}'])
def test_a_record_that_cannot_be_read_is_no_kept_build(
    record: str, kept: tuple[LastBuild, Path], tmp_path: Path
) -> None:
    (tmp_path / "kept/record.json").write_text(record, "utf-8")
    build = LastBuild(tmp_path / "kept")
    assert build.scope(current_inputs(), kept[1]).is_full
    assert not build.copy_to(tmp_path / "copy.duckdb")


def test_inputs_that_change_during_a_build_are_not_taken_for_built(tmp_path: Path) -> None:
    built = tmp_path / "building.duckdb"
    built.write_bytes(b"built")
    build = LastBuild(tmp_path / "kept")
    assert not build.keep(built, built, "run", {**current_inputs(), BUDGETS: "before"}, ())
    assert not (tmp_path / "kept").exists()


def test_a_build_with_nothing_to_do_says_so_and_touches_nothing(built: BuiltProject) -> None:
    before = file_sha256(built.project.published)
    result = built.project.run("build", "--if-changed")
    assert result.returncode == 0, result.stderr
    assert f"{NOTHING_TO_DO} since run" in result.stdout
    assert file_sha256(built.project.published) == before
    told = json.loads(built.project.run("build", "--if-changed", "--json").stdout)
    assert (told["status"], told["exit_code"]) == ("unchanged", 0)
    assert told["seconds"]["total"] < 10


def test_a_build_with_nothing_to_do_imports_nothing_slow(built: BuiltProject) -> None:
    script = (
        "import sys\n"
        "from warehouse.cli import main\n"
        "main(['build', '--if-changed'], standalone_mode=False)\n"
        "slow = {'dbt', 'great_expectations', 'polars', 'pandas', 'duckdb', 'jinja2'}\n"
        "print('imported:', sorted(slow & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=built.project.root,
        env={"PYTHONPATH": str(built.project.root), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert NOTHING_TO_DO in result.stdout, result.stdout + result.stderr
    assert result.stdout.endswith("imported: []\n")


def _build(project: Project, *options: str) -> dict[str, Any]:
    result = project.run("build", "--json", *options)
    assert result.returncode == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def _checksums(project: Project) -> dict[str, tuple[object, ...]]:
    """Columns, row count and sum of row hashes of every table but the history."""
    with duckdb.connect(str(project.published), read_only=True) as connection:
        names = connection.execute(
            "select table_schema, table_name, table_schema || '.' || table_name"
            " from information_schema.tables order by all"
        ).fetchall()
        checksums = {}
        for schema, table, name in names:
            if name in HISTORY:
                continue
            relation = connection.table(f'{schema}."{table}"')
            # A snapshot says when a value was first published, not only what it is.
            columns = [column for column in relation.columns if not column.startswith("dbt_")]
            listed = ", ".join(f'"{column}"' for column in columns)
            count, checksum = connection.execute(
                f'select count(*), sum(hash({listed})::hugeint) from {schema}."{table}"'
            ).fetchall()[0]
            comment = connection.execute(
                "select comment from duckdb_tables() where schema_name = ? and table_name = ?",
                [schema, table],
            ).fetchone()
            checksums[name] = (relation.columns, relation.types, count, checksum, comment)
    return checksums


def _full_build_of(project: Project, folder: Path) -> Project:
    """A build of the same inputs that has nothing to go on from."""
    copied = Project(Path(shutil.copytree(project.root, folder)))
    shutil.rmtree(copied.root / "build")
    shutil.rmtree(Archive(copied.published).folder)
    copied.published.unlink()
    assert _build(copied)["scope"] == "full"
    return copied


def _change_a_seed(project: Project) -> None:
    project.replace(
        MARK, "衛生福利部,Ministry of Health and Welfare", "衛生福利部,Ministry of Health"
    )


def _change_a_model(project: Project) -> None:
    text = (project.root / MODEL).read_text("utf-8")
    assert "agency_name_en" in text
    last = text.rindex("select * from final")
    changed = text[:last] + "select * from final\nwhere agency_id <> 'no_such_agency'\n"
    (project.root / MODEL).write_text(changed, "utf-8")


def _load_a_file(project: Project) -> None:
    write_csv(project.root / "actuals.csv", TABLE)
    result = project.run("load", "--as", "kpi_actuals", "actuals.csv")
    assert result.returncode == 0, result.stdout + result.stderr


def _unload_it(project: Project) -> None:
    (line,) = (project.root / "landing/loads.ndjson").read_text("utf-8").splitlines()
    assert project.run("unload", json.loads(line)["batch_id"]).returncode == 0


def _change_a_data_test(project: Project) -> None:
    path = project.root / DATA_TEST
    path.write_text(path.read_text("utf-8") + "-- asked again\n", "utf-8")


def _change_a_suite(project: Project) -> None:
    path = project.root / SUITE
    path.write_text(path.read_text("utf-8") + "# as before\n", "utf-8")


def test_a_changed_seed_is_built_with_what_depends_on_it_alone(built_copy: Project) -> None:
    project = built_copy
    before = _checksums(project)
    _change_a_seed(project)
    told = _build(project)
    assert told["scope"] == "changed"
    assert MARK in told["reason"]
    with duckdb.connect(str(project.published), read_only=True) as connection:
        (name,) = connection.execute(
            "select agency_name_en from core.dim_agencies where agency_id = 'mohw'"
        ).fetchall()[0]
        runs = connection.execute(
            "select schema_name || '.' || table_name from meta.model_runs where run_id = ?",
            [told["run_id"]],
        ).fetchall()
        checks = connection.execute(
            "select check_kind_code, count(*), count(*) filter (outcome_code <> 'passed')"
            " from meta.check_results where run_id = ? group by all",
            [told["run_id"]],
        ).fetchall()
    assert name == "Ministry of Health"
    built_again = {table for (table,) in runs}
    assert {"raw.reference__agencies", "core.dim_agencies"} <= built_again
    assert "nhi.mart_tiered_care_budget_series" not in built_again
    assert {kind for kind, _, _ in checks} == {"data_test", "expectation"}
    assert {failed for _, _, failed in checks} == {0}
    after = _checksums(project)
    assert before.keys() == after.keys()
    changed = {table for table in before if before[table] != after[table]}
    assert "core.dim_agencies" in changed
    assert {table for table in changed if not table.startswith("zh.")} <= built_again
    page = (project.root / "build/expectations/index.html").read_text("utf-8")
    assert "nhi.mart_tiered_care_budget_series" in page
    again = json.loads(project.run("build", "--if-changed", "--json").stdout)
    assert (again["status"], again["run_id"]) == ("unchanged", told["run_id"])


@pytest.mark.long
def test_a_rollback_stands_until_an_input_changes_or_a_build_is_asked_for(
    built_copy: Project,
) -> None:
    project = built_copy
    (first,) = _runs_published(project)
    _change_a_seed(project)
    _build(project)
    assert project.run("rollback", first).returncode == 0
    told = json.loads(project.run("build", "--if-changed", "--json").stdout)
    assert (told["status"], told["exit_code"]) == ("unchanged", 0)
    assert f"{first} was restored" in told["reason"]
    told = _build(project)
    assert (told["status"], told["scope"]) == ("published", "full")


def _runs_published(project: Project) -> list[str]:
    with duckdb.connect(str(project.published), read_only=True) as connection:
        return [
            run_id
            for (run_id,) in connection.execute(
                "select run_id from meta.build_runs where status_code = 'published'"
            ).fetchall()
        ]


@pytest.mark.long
def test_builds_of_what_changed_come_to_what_a_full_build_comes_to(
    built: BuiltProject, built_copy: Project, tmp_path: Path
) -> None:
    """One change of each kind, each built on the last, compared with full builds on the way."""
    project = built_copy
    changes = (_change_a_seed, _load_a_file, _change_a_model, _change_a_data_test)
    for change in (*changes, _change_a_suite, _unload_it):
        change(project)
        told = _build(project)
        assert told["scope"] == "changed", told["reason"]
        if change in (_change_a_model, _unload_it):
            full = _full_build_of(project, tmp_path / f"after{change.__name__}")
            assert _checksums(project) == _checksums(full)
    assert _checksums(project) != _checksums(built.project)


@pytest.mark.long
def test_a_model_that_goes_elsewhere_has_everything_built(built_copy: Project) -> None:
    """Its old table would stay in the copy of the kept build."""
    project = built_copy
    path = project.root / MODEL
    moved = "{{ config(schema='core', alias='dim_moved_agencies') }}\n" + path.read_text("utf-8")
    path.write_text(moved, "utf-8")
    before = file_sha256(project.published)
    result = project.run("build")
    assert "building everything (core." in result.stdout
    assert "is another table than before, or gone" in result.stdout
    # The table of the contract is gone, which the gate refuses.
    assert result.returncode != 0
    assert file_sha256(project.published) == before


@pytest.mark.parametrize(
    ("statement", "built_nodes", "told"),
    [
        (
            "alter table facts rename to moved_facts",
            {"facts"},
            "main.facts is another table than before, or gone",
        ),
        (
            "create or replace view other as select 1 as a",
            {"facts"},
            "main.other is another table than before, or gone",
        ),
        ("drop table facts", {"facts"}, "main.facts is another table than before, or gone"),
        ("select 1", set(), "facts is not built any more"),
        ("select 1", {"facts"}, None),
    ],
)
def test_a_part_that_comes_to_other_tables_is_not_taken(
    statement: str,
    built_nodes: set[str],
    told: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = BuildFolder(tmp_path)
    with duckdb.connect(str(folder.database)) as connection:
        connection.execute("create table facts as select 1 as a")

    def run_dbt(*_: object) -> DbtOutcome:
        with duckdb.connect(str(folder.database)) as connection:
            connection.execute(statement)
        return DbtOutcome(node_names=frozenset(built_nodes))

    monkeypatch.setattr(dbt_tables, "run_dbt_build", run_dbt)
    scope = Scope("changed", selectors=("facts+",), nodes=frozenset({"facts"}))
    run = Run(folder, "duckdb")
    assert dbt_tables.build_part(run, scope, silent_reporter()) == told
    assert run.dbt.node_names == built_nodes


@pytest.mark.long
def test_a_failed_build_of_what_changed_leaves_what_it_went_on_from(built_copy: Project) -> None:
    project = built_copy
    before = _checksums(project)
    project.replace(BUDGETS, ",106,2.5,", ",106,2.6,")
    failed = json.loads(project.run("build", "--json").stdout)
    assert (failed["status"], failed["exit_code"]) == ("failed", 4)
    assert failed["error"]["kind"] == "DbtBuildFailed"
    assert "assert_years_of_an_item_sum_to_its_total" in failed["error"]["message"]
    project.replace(BUDGETS, ",106,2.6,", ",106,2.5,")
    assert json.loads(project.run("build", "--if-changed", "--json").stdout)["status"] == (
        "unchanged"
    )
    assert _build(project, "--full")["scope"] == "full"
    assert _checksums(project) == before
    with duckdb.connect(str(project.published), read_only=True) as connection:
        failures = connection.execute(
            "select check_name from meta.check_results join meta.build_runs using (run_id)"
            " where status_code = 'failed' and outcome_code = 'failed'"
        ).fetchall()
    assert ("assert_years_of_an_item_sum_to_its_total",) in failures


def test_full_and_if_changed_exclude_each_other(project: Project) -> None:
    result = project.run("build", "--full", "--if-changed")
    assert result.returncode == 2
    assert "exclude each other" in result.stderr
