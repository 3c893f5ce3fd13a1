"""The exposures name exactly the tables that the dashboards, the site and the rest read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from foundation.locations import PROJECT_ROOT
from tests.python.asked_tables import asked_tables
from tests.python.superset_bundle import bundle, dataset_sql
from warehouse.naming.public_names import public_tables

DECLARED = yaml.safe_load((PROJECT_ROOT / "models/exposures.yml").read_text("utf-8"))
EXPOSURES: dict[str, dict[str, Any]] = {one["name"]: one for one in DECLARED["exposures"]}
BUNDLE = bundle()
PUBLIC = {table.full_name for table in public_tables()}
OF_EVERY_TABLE = ("site_tables", "data_package", "assistants")


def _named(exposure: str) -> list[str]:
    """The tables an exposure depends on, as they stand in the published file."""
    schemas = {name.partition(".")[2]: name.partition(".")[0] for name in PUBLIC}
    tables = []
    for reference in EXPOSURES[exposure]["depends_on"]:
        if found := re.fullmatch(r"source\('(\w+)', '(\w+)'\)", reference):
            tables.append(f"{found[1]}.{found[2]}")
        else:
            found = re.fullmatch(r"ref\('(\w+)'\)", reference)
            assert found, reference
            tables.append(f"{schemas.get(found[1], 'raw')}.{found[1]}")
    return tables


def _read_by_files(folder: str) -> set[str]:
    files = sorted((PROJECT_ROOT / folder).glob("*.sql"))
    assert len(files) > 10
    return set().union(*(asked_tables(path.read_text("utf-8")) for path in files))


def _read_by_notebook(path: Path) -> set[str]:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return {name for name in PUBLIC if re.search(rf"\b{re.escape(name)}\b", code)}


def test_every_dashboard_has_an_exposure_and_every_path_exists() -> None:
    assert {f"superset_{name}" for name in BUNDLE.dashboards} <= set(EXPOSURES)
    for exposure in EXPOSURES.values():
        assert (PROJECT_ROOT / exposure["config"]["meta"]["path"]).exists(), exposure["name"]
        english, chinese = exposure["description"].splitlines()
        assert english.isascii()
        assert re.search(r"[\u4e00-\u9fff]", chinese)


@pytest.mark.parametrize("name", BUNDLE.dashboards)
def test_an_exposure_names_the_tables_of_its_dashboard(name: str) -> None:
    datasets = BUNDLE.datasets_of(name)
    read = set().union(*(asked_tables(dataset_sql(dataset)) for dataset in datasets))
    assert sorted(_named(f"superset_{name}")) == sorted(read)


def test_the_exposure_of_the_site_names_what_its_queries_read() -> None:
    assert sorted(_named("site_pages")) == sorted(_read_by_files("warehouse/site/queries"))


def test_the_exposure_of_the_questions_names_what_they_read() -> None:
    assert sorted(_named("twelve_questions")) == sorted(_read_by_files("analyses"))


def test_the_exposure_of_the_notebook_names_what_it_reads() -> None:
    read = _read_by_notebook(PROJECT_ROOT / "docs/tutorial.ipynb")
    assert sorted(_named("tutorial_notebook")) == sorted(read)


@pytest.mark.parametrize("name", OF_EVERY_TABLE)
def test_what_hands_on_every_table_names_every_public_table(
    name: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    described = warehouse.execute(
        "select distinct schema_name || '.' || table_name from meta.data_dictionary"
    ).fetchall()
    assert sorted(_named(name)) == sorted(PUBLIC)
    assert sorted(_named(name)) == sorted(table for (table,) in described)


def test_no_exposure_is_left_unchecked() -> None:
    checked = {
        *(f"superset_{name}" for name in BUNDLE.dashboards),
        *OF_EVERY_TABLE,
        "site_pages",
        "twelve_questions",
        "tutorial_notebook",
    }
    assert checked == set(EXPOSURES)
