"""How each measure adds up is declared once, beside its column, and all that sums obeys it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml

from foundation.locations import PROJECT_ROOT
from tests.python.asked_tables import asked_tables
from tests.python.superset_bundle import bundle, dataset_sql
from warehouse.naming.public_names import declared_tables

FACT_SCHEMAS = ("core", "performance", "budget", "nhi")
# Names that may add up; rates and values never do unless their column says so.
MEASURES = re.compile(r".*_(twd|points|count|sum|persons)")
DECLARED = {
    (f"{schema}.{table['name']}", column["name"]): column.get("config", {})
    .get("meta", {})
    .get("aggregation_code")
    for schema, _, table in declared_tables()
    for column in table.get("columns", ())
}
SUM_OF_A_COLUMN = re.compile(r"\bsum\((\w+)\)")


def _may_be_summed(tables: set[str], column: str) -> bool:
    facts = {table for table in tables if table.split(".")[0] in FACT_SCHEMAS}
    codes = {DECLARED[table, column] for table in facts if (table, column) in DECLARED}
    return not codes or codes <= {"sum", "row"}


def _queries() -> Iterator[tuple[str, str]]:
    for path in [
        *sorted((PROJECT_ROOT / "analyses").glob("*.sql")),
        *sorted((PROJECT_ROOT / "warehouse/site/queries").glob("*.sql")),
    ]:
        yield path.name, path.read_text("utf-8")
    for page in (PROJECT_ROOT / "README.md", PROJECT_ROOT / "README.zh-TW.md"):
        for number, block in enumerate(
            re.findall(r"```sql\n(.*?)```", page.read_text("utf-8"), re.S)
        ):
            yield f"{page.name} {number}", block
    for name, dataset in bundle().datasets.items():
        for metric in dataset["metrics"]:
            yield (
                f"{name} {metric['metric_name']}",
                (f"select {metric['expression']} from ({dataset_sql(dataset)})"),
            )


def test_every_measure_says_how_it_adds_up() -> None:
    undeclared = [
        f"{table}.{column}"
        for (table, column), code in DECLARED.items()
        if table.split(".")[0] in FACT_SCHEMAS and MEASURES.fullmatch(column) and code is None
    ]
    assert undeclared == []


def test_tables_of_printings_and_states_have_nothing_to_sum() -> None:
    summed = [
        (table, column)
        for (table, column), code in DECLARED.items()
        if re.search(r"_(printings|states)$", table) and code not in (None, "none")
    ]
    assert summed == []


def test_the_metrics_layer_sums_what_adds_up() -> None:
    schemas = {table.split(".")[1]: table for table, _ in DECLARED}
    compared = 0
    for path in sorted(Path(PROJECT_ROOT / "models/semantic").glob("*.yml")):
        for model in yaml.safe_load(path.read_text("utf-8")).get("semantic_models", ()):
            table = schemas[re.fullmatch(r"ref\('(\w+)'\)", model["model"])[1]]  # type: ignore[index]
            for measure in model.get("measures", ()):
                if measure["agg"] == "sum" and (table, measure["expr"]) in DECLARED:
                    assert DECLARED[table, measure["expr"]] == "sum", measure["name"]
                    compared += 1
    assert compared >= 5


@pytest.mark.parametrize(("name", "sql"), list(_queries()), ids=lambda value: value[:40])
def test_nothing_is_summed_that_does_not_add_up(name: str, sql: str) -> None:
    tables = asked_tables(sql)
    for column in SUM_OF_A_COLUMN.findall(sql):
        assert _may_be_summed(tables, column), f"{name} sums {column}"


def test_what_must_not_be_summed_is_found() -> None:
    assert not _may_be_summed({"budget.fct_budget_printings"}, "budget_twd")
    assert _may_be_summed({"budget.fct_budgets"}, "budget_twd")


def test_the_dictionary_repeats_the_declaration(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select schema_name || '.' || table_name, column_name, aggregation_code"
        " from meta.data_dictionary where aggregation_code is not null"
    ).fetchall()
    declared = {key: code for key, code in DECLARED.items() if code is not None}
    assert {(table, column): code for table, column, code in rows} == declared
