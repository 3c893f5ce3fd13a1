"""The same project on Spark and on DuckDB: the same rows, findings and outcomes of tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from bench.synthetic_metrics import extract_of, one_percent_more, write_extract
from foundation.sql_text import quoted
from loaders.files.large.partials import FOLDER as PARTIALS
from tests.python.conftest import (
    OF_INSTITUTIONS,
    Project,
    copy_project,
    silent_reporter,
    skip_without_spark,
)
from tests.python.loading_files import METRICS, TABLE, write_csv
from warehouse.building.dbt_build import run_dbt, run_dbt_in
from warehouse.locations import BuildFolder
from warehouse.published.differences import (
    AFTER,
    BEFORE,
    TableDifference,
    compare_tables,
    public_shapes,
)
from warehouse.published.run_history import HISTORY_TABLES
from warehouse.spark.building import session_ended
from warehouse.spark.statements import spark_statements

pytestmark = pytest.mark.spark

_CHECKS = """
    select check_kind_code, check_name, outcome_code
    from {catalog}.meta.check_results
    where check_kind_code in ('data_test', 'unit_test')
        and run_id = (select max(run_id) from {catalog}.meta.build_runs)
    order by all
"""
_NEXT_BUILD = "2100-01-01 00:00:00"
_VERSIONS = f"""
    select
        correction_id,
        evidence_en,
        dbt_valid_from = timestamp '{_NEXT_BUILD}' as is_new,
        coalesce(dbt_valid_to = timestamp '{_NEXT_BUILD}', false) as is_ended
    from snapshots.corrections_history
    order by correction_id, is_new
"""


@dataclass(frozen=True)
class BothEngines:
    """A published file of each engine, and what `warehouse spark` wrote on the way.

    Attributes:
        project: a copy of the project, with loaded files, built by DuckDB.
        by_spark: the published file of the same project built by Spark.
        export: the folder that `warehouse spark` wrote.
        settings: the environment of Spark's build.
    """

    project: Project
    by_spark: Path
    export: Path
    settings: dict[str, str]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> BothEngines:
    """The whole project with loaded files, built by each engine and published."""
    skip_without_spark("pyspark")
    folder = tmp_path_factory.mktemp("spark")
    project = copy_project(folder / "project")
    _load_files(project)
    _run(project, "build")
    settings = {
        "WAREHOUSE_FILE": str(folder / "spark.duckdb"),
        "WAREHOUSE_BUILD_FOLDER": str(folder / "build"),
        "WAREHOUSE_SPARK_FOLDER": str(folder / "tables"),
    }
    export = folder / "export"
    # Spark makes the sums of the large file itself.
    shutil.rmtree(project.root / "landing" / PARTIALS)
    _run(project, "spark", "--output", str(export), **settings)
    _run(project, "publish", "--from-parquet", str(export), **settings)
    return BothEngines(project, folder / "spark.duckdb", export, settings)


def _load_files(project: Project) -> None:
    """Invented files: actuals, small counts, a million rows by institution, and corrections."""
    write_csv(project.root / "actuals.csv", TABLE)
    write_csv(project.root / "counts.csv", METRICS)
    extract = extract_of(1_000_000)
    write_extract(project.root / "extract.parquet", extract)
    write_extract(project.root / "corrections.parquet", *one_percent_more(extract))
    _run(project, "load", "actuals.csv", "--as", "kpi_actuals")
    for name in ("counts.csv", "extract.parquet", "corrections.parquet"):
        _run(project, "load", name, "--as", "programme_metrics")


def _run(project: Project, *arguments: str, **environment: str) -> None:
    started = time.monotonic()
    result = project.run(*arguments, **environment)
    assert result.returncode == 0, result.stdout + result.stderr
    print(f"warehouse {arguments[0]}: {time.monotonic() - started:.0f} s")
    print(result.stdout)


@pytest.fixture(scope="module")
def connection(both: BothEngines) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(both.project.published)} as {BEFORE} (read_only)")
        connection.execute(f"attach {quoted(both.by_spark)} as {AFTER} (read_only)")
        yield connection


def test_every_public_table_has_the_same_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Types, keys and every value: decimals to the last digit, texts to the last character."""
    tables = _public_tables(connection, BEFORE)
    assert tables == _public_tables(connection, AFTER)
    differing = {each.table: each for each in compare_tables(connection, sample_count=3)}
    row_counts = {table: len(connection.table(f"{BEFORE}.{table}")) for table in tables}
    for table, row_count in row_counts.items():
        print(f"{table:45} {row_count:>7} rows, {_differences(differing.get(table))} differences")
    row_count = sum(row_counts.values())
    print(f"{len(tables)} tables, {row_count} rows, {len(differing)} tables differ")
    assert row_count > 100_000
    assert differing == {}
    assert [table for table in OF_INSTITUTIONS if not row_counts[table]] == []


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


def test_versions_end_and_begin_alike(
    both: BothEngines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a snapshot after a value changed, a row went and a row came."""
    folder = BuildFolder(tmp_path)
    shutil.copy(both.project.published, folder.database)
    for name, value in {
        **both.settings,
        "WAREHOUSE_BUILD_FILE": str(folder.database),
        "WAREHOUSE_BUILD_TIME": _NEXT_BUILD,
    }.items():
        monkeypatch.setenv(name, value)
    with duckdb.connect(str(folder.database)) as by_duckdb:
        columns = by_duckdb.table("audit.rpt_corrections").columns
        [(changed,), (gone,)] = by_duckdb.execute(
            "select correction_id from audit.rpt_corrections order by 1 limit 2"
        ).fetchall()
        changes = _changed_corrections(columns, changed, gone)
        for statement in changes:
            by_duckdb.execute(statement)
    snapshot = ["snapshot", "--select", "corrections_history"]
    with silent_reporter().step("keeping versions") as step:
        run_dbt_in(folder, snapshot, step)
        with session_ended():
            with spark_statements() as spark:
                for statement in changes:
                    spark.run(statement)
            run_dbt([*snapshot, "--target=spark"], tmp_path / "spark", step)
            with spark_statements() as spark:
                on_spark = spark.fetch(_VERSIONS)
    with duckdb.connect(str(folder.database)) as by_duckdb:
        assert on_spark == by_duckdb.execute(_VERSIONS).fetchall()
    found = {correction_id: [] for correction_id in (changed, gone, f"{gone}/new")}
    for correction_id, _, is_new, is_ended in on_spark:
        if correction_id in found:
            found[correction_id].append((is_new, is_ended))
    assert found == {
        changed: [(False, True), (True, False)],
        gone: [(False, True)],
        f"{gone}/new": [(True, False)],
    }


def _changed_corrections(columns: Sequence[str], changed: str, gone: str) -> list[str]:
    """Statements that change one correction, and give another one another key."""
    values = {
        "correction_id": f"case when correction_id = '{gone}' then '{gone}/new'"
        " else correction_id end",
        "evidence_en": f"case when correction_id = '{changed}' then 'other' else evidence_en end",
    }
    selected = ", ".join(f"{values.get(name, name)} as {name}" for name in columns)
    return [
        f"create table audit.changed as select {selected} from audit.rpt_corrections",
        "drop table audit.rpt_corrections",
        "create table audit.rpt_corrections as select * from audit.changed",
        "drop table audit.changed",
    ]


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
    return [table for table in public_shapes(connection, catalog) if table not in written_here]


def _differences(difference: TableDifference | None) -> int:
    if difference is None:
        return 0
    return difference.added + difference.removed + difference.changed
