"""The same project over Spark's Thrift server, whose executors are two further processes."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

import duckdb
import polars as pl
import pytest

from bench.synthetic_metrics import Extract, write_extract
from foundation.sql_text import quoted
from loaders.files.landing import Landing
from loaders.files.large.partials import FOLDER as PARTIALS
from loaders.files.large.partials import prepare_partials
from loaders.files.loading import load_files
from tests.python.conftest import BuiltProject, Project, silent_reporter, skip_without_spark
from tests.python.loading_files import request
from tests.python.thrift_server import ThriftServer, thrift_server
from warehouse.published.differences import AFTER, BEFORE, compare_tables, public_shapes
from warehouse.spark import server as spark_server
from warehouse.spark import trial
from warehouse.spark.building import run_on_spark
from warehouse.spark.refusals import SparkUnusable
from warehouse.spark.settings import SparkSettings
from warehouse.spark.statements import spark_statements
from warehouse.spark.summing import spark_summing

pytestmark = pytest.mark.spark

# Decimals, texts of many rows, seeds that are joined, and a table without rows.
SAMPLE = (
    "rpt_published_figures",
    "dim_policy_strategies",
    "fct_risk_map_counts",
    "dim_institutions",
    "dim_legal_bases",
    "dim_programme_strategies",
)
OTHER_SETTINGS = {
    "spark.sql.session.timeZone": "Asia/Taipei",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThriftServer]:
    """A server whose own settings are others than the profile's."""
    skip_without_spark("pyspark", "pyhive")
    folder = tmp_path_factory.mktemp("thrift") / "server"
    with thrift_server(folder, OTHER_SETTINGS) as running:
        yield running


@pytest.fixture
def settings(
    server: ThriftServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> SparkSettings:
    """Those of the server, and of a folder that it sees."""
    return _settings(server.settings, tmp_path / "shared", monkeypatch)


def _settings(
    variables: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> SparkSettings:
    for name, value in {**variables, "WAREHOUSE_SPARK_FOLDER": str(folder)}.items():
        monkeypatch.setenv(name, value)
    return SparkSettings.from_environment()


def test_a_session_computes_by_the_settings_of_the_profile(settings: SparkSettings) -> None:
    settings.check()
    with spark_statements() as statements:
        assert statements.fetch(
            "select unix_seconds(timestamp '1970-01-01 00:00:00'), cast('ten' as int),"
            " cast(cast(2 as decimal(38, 18)) - cast(0.123456789012 as decimal(38, 12)) as string)"
        ) == [(0, None, "1.876543210988000000")]


def test_spark_at_work_is_that_of_the_server(settings: SparkSettings, tmp_path: Path) -> None:
    assert trial.try_out(settings, tmp_path / "nothing_landed") == version("pyspark")


def test_some_tables_are_the_same_over_thrift(
    built: BuiltProject, settings: SparkSettings, tmp_path: Path
) -> None:
    selection = ["--indirect-selection=buildable", "--select", *(f"+{name}" for name in SAMPLE)]
    run = run_on_spark(settings, tmp_path, silent_reporter(), selection)
    assert run.dbt.test_count > 20
    assert {table.split(".")[1] for table in run.row_counts} >= set(SAMPLE)
    with duckdb.connect(str(built.project.published), read_only=True) as published:
        for table, row_count in run.row_counts.items():
            expected = published.table(table)
            written = published.read_parquet(str(tmp_path / f"{table}.parquet"))
            assert written.columns == expected.columns
            assert len(written) == len(expected) == row_count
            assert len(written.except_(expected)) == 0, table
            assert len(expected.except_(written)) == 0, table


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("states", [1, 2])
def test_a_batch_is_summed_alike(states: int, tmp_path: Path) -> None:
    """Also one that holds months as of several days, of which the last counts."""
    file = tmp_path / "extract.parquet"
    write_extract(file, Extract(institutions=7, months=range(14), measures=3))
    rows = pl.read_parquet(file)
    pl.concat(
        rows.with_columns(
            as_of_date=date(2026, month, 1), metric_value=pl.col("metric_value") * month
        )
        for month in range(1, states + 1)
    ).write_parquet(file)
    landing = Landing(tmp_path / "landing")
    load_files([file], request("programme_metrics"), landing)
    by_duckdb = Path(shutil.move(landing.folder / PARTIALS, tmp_path / "by_duckdb"))
    assert prepare_partials(landing, spark_summing) == 1
    names = sorted(str(table.relative_to(by_duckdb)) for table in by_duckdb.glob("*/*"))
    assert len(names) == 3
    for name in names:
        expected = duckdb.read_parquet(f"{by_duckdb / name}/*.parquet")
        summed = duckdb.read_parquet(f"{landing.folder / PARTIALS / name}/*.parquet")
        assert (summed.columns, summed.types) == (expected.columns, expected.types)
        assert len(summed) == len(expected) > 0
        assert len(summed.except_(expected)) == 0, name


def test_a_folder_that_the_server_does_not_see_is_told(
    server: ThriftServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is another for every process."""
    monkeypatch.chdir(tmp_path)
    settings = _settings(server.settings, Path("/proc/self/cwd/shared"), monkeypatch)
    with pytest.raises(SparkUnusable) as refused:
        trial.try_out(settings, tmp_path / "nothing_landed")
    assert "do not share /proc/self/cwd/shared" in str(refused.value)
    assert "PATH_NOT_FOUND" in str(refused.value)


def test_loaded_files_that_the_server_does_not_see_are_told(
    settings: SparkSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "loads.ndjson").write_text("{}\n", "utf-8")
    with pytest.raises(SparkUnusable, match="does not see WAREHOUSE_LANDING_FOLDER"):
        trial.try_out(settings, Path("/proc/self/cwd/landing"))


def test_a_catalogue_that_keeps_no_table_is_told(
    settings: SparkSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "nowhere"
    with spark_statements() as statements:
        statements.run(f"create schema nowhere location 'file://{place}'")
    place.rmdir()
    place.touch()
    monkeypatch.setattr(trial, "SCHEMA", "nowhere")
    with pytest.raises(SparkUnusable, match="keeps no table in its catalogue"):
        trial.try_out(settings, tmp_path / "nothing_landed")


def test_a_server_that_takes_no_connection_is_told(
    server: ThriftServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asks for an authentication, and none is offered."""
    variables = {**server.settings, "WAREHOUSE_SPARK_AUTH": "NOSASL"}
    settings = _settings(variables, tmp_path / "shared", monkeypatch)
    settings.check()
    with pytest.raises(SparkUnusable, match="takes no connection: dbt cannot connect to Spark"):
        trial.try_out(settings, tmp_path / "nothing_landed")


def test_a_server_that_says_nothing_is_told(
    server: ThriftServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark_server, "ANSWER_SECONDS", 15.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        variables = {**server.settings, "WAREHOUSE_SPARK_PORT": str(silent.getsockname()[1])}
        settings = _settings(variables, tmp_path / "shared", monkeypatch)
        settings.check()
        with pytest.raises(SparkUnusable, match="listens, and did not answer for 15 s"):
            trial.try_out(settings, tmp_path / "nothing_landed")


@pytest.mark.long
def test_every_public_table_is_the_same_over_thrift(
    built: BuiltProject, server: ThriftServer, tmp_path: Path
) -> None:
    project = Project(Path(shutil.copytree(built.project.root, tmp_path / "project")))
    published = tmp_path / "spark.duckdb"
    settings = {
        **server.settings,
        "WAREHOUSE_FILE": str(published),
        "WAREHOUSE_BUILD_FOLDER": str(tmp_path / "build"),
        "WAREHOUSE_SPARK_FOLDER": str(tmp_path / "shared"),
    }
    export = str(tmp_path / "export")
    for command in (("spark", "--output", export), ("publish", "--from-parquet", export)):
        started = time.monotonic()
        result = project.run(*command, **settings)
        assert result.returncode == 0, result.stdout + result.stderr
        print(f"{result.stdout}warehouse {command[0]}: {time.monotonic() - started:.0f} s")
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(project.published)} as {BEFORE} (read_only)")
        connection.execute(f"attach {quoted(published)} as {AFTER} (read_only)")
        tables = public_shapes(connection, AFTER)
        differing = compare_tables(connection, sample_count=3)
        row_count = sum(len(connection.table(f"{AFTER}.{table}")) for table in tables)
        print(f"{len(tables)} tables, {row_count} rows, {len(differing)} tables differ")
    assert row_count > 8_000
    assert differing == []
