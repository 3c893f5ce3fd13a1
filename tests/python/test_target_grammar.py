"""Every printed pattern of a target has a unit test; the grammar's document tells the data."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

import duckdb
import pytest
import yaml

from foundation.locations import PROJECT_ROOT, SEEDS_FOLDER

TARGET_SEEDS = {
    "mohw_fy107_plan/mohw_fy107_plan__kpis.csv": 5,
    "ey_fy107_plans/ey_fy107_plans__kpis.csv": 76,
    "nhi_digital_upgrade_113_116/nhi_digital_upgrade_113_116__kpi_targets.csv": 50,
}
UNIT_TESTS = PROJECT_ROOT / "models/intermediate/performance/_performance__models.yml"
DOCUMENT = PROJECT_ROOT / "docs/target_grammar.md"


def _pattern(text: str) -> str:
    return re.sub(r"[0-9]+(,[0-9]{3})*([.][0-9]+)?", "N", text)


def _tested_patterns() -> Iterator[str]:
    for test in yaml.safe_load(UNIT_TESTS.read_text("utf-8"))["unit_tests"]:
        for given in test["given"]:
            if given["input"] == "ref('int_performance__target_components_split')":
                rows = given["rows"]
                if isinstance(rows, str):
                    rows = csv.DictReader(StringIO(rows))
                yield from (_pattern(row["component_text"] or "") for row in rows)


@pytest.mark.parametrize("seed", TARGET_SEEDS)
def test_every_pattern_of_a_printed_target_has_a_unit_test(seed: str) -> None:
    with (SEEDS_FOLDER / seed).open(encoding="utf-8", newline="") as file:
        cells = [row["target_text"] for row in csv.DictReader(file)]
    parts = [part for cell in cells for part in re.split(r"(?:^|\n)[0-9][.](?![0-9])", cell)]
    patterns = {_pattern(part) for part in parts if part}
    assert len(patterns) == TARGET_SEEDS[seed]
    assert patterns - set(_tested_patterns()) == set()


def _told(heading: str) -> list[list[str]]:
    """Rows of the document's table that begins with this heading, their cells without marks."""
    table = DOCUMENT.read_text("utf-8").split(f"| {heading} |")[1].split("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.split("\n")[2:]]
    return [[re.sub(r"`| [(].*[)]$", "", cell) for cell in row] for row in rows]


def test_the_document_counts_the_patterns_of_the_data(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    parts = warehouse.execute(
        """
        select coalesce(pattern_code, '–'), target_kind_code, cast(count(*) as varchar),
            list(component_text)
        from intermediate.int_performance__kpi_targets_parsed
        group by all
        """
    ).fetchall()
    told = _told("pattern")
    assert sorted((row[0], row[2], row[3]) for row in told) == sorted(row[:3] for row in parts)
    examples = {(pattern, kind): texts for pattern, kind, _, texts in parts}
    assert [row for row in told if row[4] not in examples[(row[0], row[2])]] == []


def test_the_document_counts_the_dimensions_of_the_data(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    parts = warehouse.execute(
        """
        select coalesce(units.dimension_code, 'none printed'), cast(count(*) as varchar),
            list(component_text)
        from performance.fct_kpi_targets as targets
        left join staging.stg_reference__units as units on targets.unit_zh = units.unit_zh
        where targets.target_value is not null
        group by all
        """
    ).fetchall()
    told = _told("dimension")
    assert sorted(row[:2] for row in told) == sorted(list(row[:2]) for row in parts)
    examples = {dimension: texts for dimension, _, texts in parts}
    assert [row for row in told if row[2] not in examples[row[0]]] == []


def test_the_document_counts_how_targets_are_resolved(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    parts = warehouse.execute(
        "select resolution_code, cast(count(*) as varchar) from performance.fct_kpi_targets"
        " group by all"
    ).fetchall()
    assert sorted(row[:2] for row in _told("code")) == sorted(map(list, parts))
