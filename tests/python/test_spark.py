"""The same project on Spark and on DuckDB: the same rows, findings and outcomes of tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from loaders.sql_text import quoted
from tests.python.conftest import BuiltProject, Project
from warehouse.locations import PUBLIC_SCHEMAS
from warehouse.run_history import HISTORY_TABLES
from warehouse.table_checksums import TABLE_CHECKSUMS
from warehouse.table_comparison import AFTER, BEFORE, TableDifference, compare_tables

pytestmark = pytest.mark.spark

_CHECKS = """
    select check_kind_code, check_name, outcome_code
    from {catalog}.meta.check_results
    where check_kind_code in ('data_test', 'unit_test')
        and run_id = (select max(run_id) from {catalog}.meta.build_runs)
    order by all
"""


@dataclass(frozen=True)
class BothEngines:
    """A published file of each engine, and what `warehouse spark` wrote on the way."""

    by_duckdb: Path
    by_spark: Path
    export: Path


@pytest.fixture(scope="module")
def both(built: BuiltProject, tmp_path_factory: pytest.TempPathFactory) -> BothEngines:
    """The whole project built on Spark and published from there, beside the build of DuckDB."""
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine; Spark needs Java 17 or newer")
    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed; `make test-spark` installs it")
    folder = tmp_path_factory.mktemp("spark")
    project = Project(Path(shutil.copytree(built.project.root, folder / "project")))
    settings = {
        "WAREHOUSE_FILE": str(folder / "spark.duckdb"),
        "WAREHOUSE_BUILD_FOLDER": str(folder / "build"),
        "WAREHOUSE_SPARK_FOLDER": str(folder / "tables"),
    }
    export = folder / "export"
    for arguments in (
        ("spark", "--output", str(export)),
        ("publish", "--from-parquet", str(export)),
    ):
        result = project.run(*arguments, **settings)
        print(result.stdout)
        assert result.returncode == 0, result.stdout + result.stderr
    return BothEngines(project.published, folder / "spark.duckdb", export)


@pytest.fixture(scope="module")
def connection(both: BothEngines) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"attach {quoted(both.by_duckdb)} as {BEFORE} (read_only)")
    connection.execute(f"attach {quoted(both.by_spark)} as {AFTER} (read_only)")
    return connection


def test_every_public_table_has_the_same_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Types, keys and every value: decimals to the last digit, texts to the last character."""
    tables = _public_tables(connection, BEFORE)
    assert tables == _public_tables(connection, AFTER)
    differing = {each.table: each for each in compare_tables(connection, sample_count=3)}
    row_count = 0
    for table in tables:
        rows = len(connection.table(f"{BEFORE}.{table}"))
        row_count += rows
        print(f"{table:45} {rows:>7} rows, {_differences(differing.get(table))} differences")
    print(f"{len(tables)} tables, {row_count} rows, {len(differing)} tables differ")
    assert row_count > 8_000
    assert differing == {}


def test_every_test_of_dbt_has_the_same_outcome(connection: duckdb.DuckDBPyConnection) -> None:
    outcomes = [
        connection.execute(_CHECKS.format(catalog=catalog)).fetchall()
        for catalog in (BEFORE, AFTER)
    ]
    print(f"{len(outcomes[0])} tests of dbt")
    assert len(outcomes[0]) > 300
    assert outcomes[0] == outcomes[1]


def test_the_published_file_names_the_engine_and_keeps_versions(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    engines = connection.execute(f"select engine_version from {AFTER}.meta.build_runs").fetchall()
    assert [engine.split()[0] for (engine,) in engines] == ["spark"]
    versions = "select count(*) from {}.snapshots.kpi_targets_history"
    [before], [after] = (
        connection.execute(versions.format(catalog)).fetchall() for catalog in (BEFORE, AFTER)
    )
    assert before == after


def test_a_file_that_is_not_the_exported_one_is_not_published(
    both: BothEngines, tmp_path: Path
) -> None:
    export = Path(shutil.copytree(both.export, tmp_path / "export"))
    (export / "core.dim_agencies.parquet").write_bytes(b"PAR1")
    result = subprocess.run(
        [sys.executable, "-m", "warehouse", "publish", "--from-parquet", str(export)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 3
    assert "another file than was exported" in result.stderr


def _public_tables(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[str]:
    written_here = {f"meta.{table.name}" for table in HISTORY_TABLES}
    written_here.add(f"meta.{TABLE_CHECKSUMS.name}")
    found = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where database_name = ? and list_contains(?, schema_name) order by 1",
        [catalog, list(PUBLIC_SCHEMAS)],
    ).fetchall()
    return [name for (name,) in found if name not in written_here]


def _differences(difference: TableDifference | None) -> int:
    if difference is None:
        return 0
    return difference.added + difference.removed + difference.changed
