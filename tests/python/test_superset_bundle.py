"""The dashboards' files without Superset: names, types, metrics and filters are the warehouse's."""

from __future__ import annotations

from collections import Counter
from typing import Any

import duckdb
import pytest
import yaml

from foundation.locations import PROJECT_ROOT
from tests.python.asked_tables import asked_tables
from tests.python.superset_bundle import bundle, dataset_sql
from warehouse.asking.sql import LOCKED_DOWN
from warehouse.naming.public_names import Term, declared_tables, public_tables

CODES = yaml.safe_load((PROJECT_ROOT / "warehouse/site/codes.yml").read_text("utf-8"))
# Which codes of the site a column's Chinese names are.
CODE_KINDS = {
    "status_code": "status",
    "target_kind_code": "target_kind",
    "resolution_code": "resolution",
    "expenditure_type_code": "expenditure",
    "kind_code": "finding_kind",
}
BUNDLE = bundle()
TERMS: dict[str, Term] = {
    column.name: column for table in public_tables() for column in table.columns
}
TYPES = {
    f"{schema}.{declared['name']}": {
        column["name"]: column["data_type"].upper() for column in declared["columns"]
    }
    for schema, _, declared in declared_tables()
}


def _stored(dataset: dict[str, Any]) -> list[dict[str, Any]]:
    return [column for column in dataset["columns"] if "expression" not in column]


def test_the_bundle_is_what_the_issue_asks_for_and_shows_every_chart() -> None:
    shown = Counter(chart for name in BUNDLE.dashboards for chart in BUNDLE.charts_of(name))
    assert set(shown) == set(BUNDLE.charts)
    assert set(shown.values()) == {1}
    assert len(shown) >= 8
    assert len(BUNDLE.dashboards) == 2
    uuids = [
        asset["uuid"]
        for kind in (BUNDLE.databases, BUNDLE.datasets, BUNDLE.charts, BUNDLE.dashboards)
        for asset in kind.values()
    ]
    assert len(uuids) == len(set(uuids))


def test_the_database_is_opened_as_the_warehouse_command_opens_it() -> None:
    (database,) = BUNDLE.databases.values()
    connect = database["extra"]["engine_params"]["connect_args"]
    assert connect == {"read_only": True, "config": LOCKED_DOWN}
    assert database["sqlalchemy_uri"] == "duckdb:///warehouse.duckdb"
    assert not any(
        database[name] for name in ("allow_ctas", "allow_cvas", "allow_dml", "allow_file_upload")
    )


@pytest.mark.parametrize("name", BUNDLE.datasets)
def test_a_dataset_has_the_public_columns_under_their_chinese_names(name: str) -> None:
    dataset = BUNDLE.datasets[name]
    full_name = (
        min(asked_tables(dataset["sql"]), key=lambda table: table.startswith("core."))
        if "sql" in dataset
        else f"{dataset['schema']}.{dataset['table_name']}"
    )
    columns = {column["column_name"]: column for column in _stored(dataset)}
    joined = set(columns) - set(TYPES[full_name])
    assert joined <= {"title_zh"}
    types = TYPES["core.dim_source_documents"] | TYPES[full_name]
    public = {column for column in TYPES[full_name] if not column.startswith("_")}
    assert set(columns) == public | joined
    for column in columns.values():
        term = TERMS[column["column_name"]]
        assert column["type"] == types[term.name]
        assert column["verbose_name"] == term.name_zh
        assert column["description"] == term.meaning_en
        assert column["is_dttm"] == (column["type"] == "DATE")


def test_codes_have_the_names_the_site_gives_them() -> None:
    named = {
        column["column_name"]: column["expression"]
        for dataset in BUNDLE.datasets.values()
        for column in dataset["columns"]
        if column.get("expression", "").startswith("case ")
    }
    expected = {
        f"{code.removesuffix('_code')}_zh": "case {} {} end".format(
            code, " ".join(f"when '{key}' then '{zh}'" for key, (zh, _) in CODES[kind].items())
        )
        for code, kind in CODE_KINDS.items()
    }
    assert named == expected


@pytest.mark.parametrize("name", BUNDLE.datasets)
def test_every_metric_and_calculated_column_of_a_dataset_can_be_asked(
    name: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    dataset = BUNDLE.datasets[name]
    rows = warehouse.sql(dataset_sql(dataset))
    assert {column["column_name"] for column in _stored(dataset)} <= set(rows.columns)
    calculated = [column["expression"] for column in dataset["columns"] if "expression" in column]
    if calculated:
        values = rows.project(", ".join(calculated)).fetchall()
        assert len(values) > 0
        assert all(None not in row for row in values)
    if dataset["metrics"]:
        expressions = ", ".join(metric["expression"] for metric in dataset["metrics"])
        (values,) = rows.aggregate(expressions).fetchall()
        assert None not in values


@pytest.mark.parametrize("name", BUNDLE.charts)
def test_a_chart_asks_for_what_its_dataset_has(name: str) -> None:
    chart = BUNDLE.charts[name]
    params = chart["params"]
    dataset = BUNDLE.dataset_by_uuid[chart["dataset_uuid"]]
    columns = {column["column_name"] for column in dataset["columns"]}
    metrics = {metric["metric_name"] for metric in dataset["metrics"]}
    groups = params.get("groupby", [])
    asked = [
        *params.get("all_columns", ()),
        *params.get("columns", ()),
        *([groups] if isinstance(groups, str) else groups),
        *filter(None, [params.get("x_axis")]),
    ]
    assert set(asked) <= columns
    aggregated = [*params.get("metrics", ()), *filter(None, [params.get("metric")])]
    assert set(aggregated) <= metrics
    assert asked or aggregated
    assert params["viz_type"] == chart["viz_type"]


@pytest.mark.parametrize("name", BUNDLE.dashboards)
def test_a_filter_acts_on_charts_whose_data_has_its_column(name: str) -> None:
    position = BUNDLE.dashboards[name]["position"]
    chart_ids = {
        item["meta"]["uuid"]: item["meta"]["chartId"]
        for item in position.values()
        if isinstance(item, dict) and item["type"] == "CHART"
    }
    assert len(set(chart_ids.values())) == len(chart_ids)
    for one in BUNDLE.filters_of(name):
        (target,) = one["targets"]
        acted_on = [
            BUNDLE.charts[chart]
            for chart in BUNDLE.charts_of(name)
            if chart_ids[BUNDLE.charts[chart]["uuid"]] not in one["scope"]["excluded"]
        ]
        assert acted_on, one["name"]
        for chart in acted_on:
            dataset = BUNDLE.dataset_by_uuid[chart["dataset_uuid"]]
            columns = {column["column_name"] for column in dataset["columns"]}
            assert target["column"]["name"] in columns, (one["name"], chart["slice_name"])
