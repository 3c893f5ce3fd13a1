"""The published file: the contract, the dictionary in it, and who can open it."""

from __future__ import annotations

import re
import subprocess

import duckdb
import pytest

from foundation.locations import PROJECT_ROOT
from tests.python.client_environments import client_python
from tests.python.conftest import OF_INSTITUTIONS, BuiltProject
from warehouse.locations import PUBLIC_SCHEMAS
from warehouse.naming.public_interface import public_interface

# Written beside what dbt builds: no model, and not among the rows of the build.
HISTORY = ("accepted_changes", "build_runs", "check_results", "model_runs", "table_checksums")
# Old enough for most BI drivers, and the newest.
CLIENT_VERSIONS = ("1.4", "1.5", "2.0")


@pytest.mark.parametrize("table", sorted(public_interface()))
def test_the_contract_holds_and_the_table_has_rows(
    table: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    relation = warehouse.table(table)
    assert set(public_interface()[table]) <= set(relation.columns)
    assert len(relation) > 0 or table == "meta.accepted_changes"


def test_the_dictionary_tells_every_public_column_with_its_type(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    told = warehouse.execute(
        "select schema_name, table_name, column_name, data_type from meta.data_dictionary"
    ).fetchall()
    is_so = warehouse.execute(
        """
        select schema_name, table_name, column_name, data_type
        from duckdb_columns()
        where database_name = current_database() and list_contains(?, schema_name)
        """,
        [list(PUBLIC_SCHEMAS)],
    ).fetchall()
    names = {"string": "VARCHAR", "int": "INTEGER"}
    assert sorted((*place, names.get(kind, kind.upper())) for *place, kind in told) == sorted(
        tuple(row) for row in is_so
    )


def test_every_public_table_and_column_is_described_in_both_languages(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    comments = warehouse.execute(
        """
        select schema_name || '.' || table_name, comment from duckdb_tables()
        where list_contains($schemas, schema_name)
        union all
        select schema_name || '.' || table_name || '.' || column_name, comment
        from duckdb_columns() where list_contains($schemas, schema_name)
        """,
        {"schemas": list(PUBLIC_SCHEMAS)},
    ).fetchall()
    assert len(comments) > 200
    for name, comment in comments:
        english, _, chinese = (comment or "").partition("\n")
        assert english.isascii() or "（" in english or "(" in english, name
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese), name


def test_nothing_in_it_breaks_elsewhere(built: BuiltProject) -> None:
    """Neither under another name nor beside other files."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built.project.published}' as elsewhere (read_only)")
        views = connection.execute(
            "select schema_name, view_name, sql from duckdb_views() where not internal"
        ).fetchall()
        assert len(views) >= 24
        assert {schema for schema, _, _ in views} == {"zh"}
        assert [view for _, view, sql in views if "building" in sql] == []
        rows = {view: len(connection.table(f'elsewhere.zh."{view}"')) for _, view, _ in views}
        # No change was ever accepted there.
        assert list(rows.values()).count(0) == len(OF_INSTITUTIONS) + 1


def test_nothing_of_dbts_own_is_left_in_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    leftovers = warehouse.execute(
        "select table_name from duckdb_columns() where table_name like '%\\_\\_dbt\\_%' escape '\\'"
    ).fetchall()
    assert leftovers == []


def test_small_tables_have_primary_keys(warehouse: duckdb.DuckDBPyConnection) -> None:
    without = warehouse.execute(
        """
        select table_name from duckdb_tables()
        where schema_name = 'core' and not has_primary_key
        """
    ).fetchall()
    assert without == []


def test_the_build_is_in_its_own_history(warehouse: duckdb.DuckDBPyConnection) -> None:
    runs = warehouse.execute(
        "select status_code, model_count, failed_test_count, row_count from meta.build_runs"
    ).fetchall()
    rows = sum(
        len(warehouse.table(f"{schema}.{table}"))
        for schema, table in warehouse.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where list_contains(?, schema_name) and not list_contains(?, table_name)",
            [list(PUBLIC_SCHEMAS), list(HISTORY)],
        ).fetchall()
    )
    files = (PROJECT_ROOT / "models").rglob("*.sql")
    models = sum("materialized='ephemeral'" not in path.read_text("utf-8") for path in files)
    assert runs == [("published", models, 0, rows)]


def test_the_summary_tells_rows_checks_findings_and_where(built: BuiltProject) -> None:
    for told in (
        "nhi.mart_tiered_care_budget_series 62",
        "dbt tests and",
        "expectations passed",
        "findings arithmetic 18, cross_document 2, cross_table 14, external_source 3, misprint 6, "
        "unit 1, unmatched_link 3",
        "warehouse.duckdb",
        'sql "select',
    ):
        assert told in re.sub(" +", " ", built.output)


@pytest.mark.parametrize("version", CLIENT_VERSIONS)
def test_a_client_of_this_version_opens_it(version: str, built: BuiltProject) -> None:
    query = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
        "print(duckdb.__version__, c.execute('select count(*), sum(budget_twd) from "
        "nhi.mart_tiered_care_budget_years').fetchone(), "
        "c.execute('select count(*), sum(預算數) from zh.分級醫療年度預算')"
        ".fetchone(), "
        "c.execute(\"select comment from duckdb_tables() where table_name = 'dim_kpis'\")"
        ".fetchone()[0].split(chr(10))[1])"
    )
    result = subprocess.run(
        [client_python(f"duckdb-{version}"), "-c", query, str(built.project.published)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"{version}.")
    assert result.stdout.count("(10, Decimal('73473000000.00'))") == 2
    assert "關鍵績效指標" in result.stdout
