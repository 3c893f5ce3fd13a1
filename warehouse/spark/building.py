"""`warehouse spark`: the same dbt build on Spark, its public tables checked and exported."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from foundation.environment import variables_set
from foundation.locations import SEEDS_FOLDER, sources_folder
from loaders.documents.registry import refuse_changed_texts
from loaders.files.landing import Landing
from loaders.files.large.partials import prepare_partials
from loaders.files.load_list import LIST_FILE
from loaders.seeds.checks import check_seeds
from warehouse.asking.citation import Build
from warehouse.building.dbt_build import DbtOutcome, run_dbt
from warehouse.building.parquet_tables import load_tables
from warehouse.export.folders import export_folder
from warehouse.export.parquet_exports import describe_tables
from warehouse.gates.gate import CheckDatabase, GateProcess
from warehouse.locations import PUBLIC_SCHEMAS, BuildFolder, landing_folder
from warehouse.published.build_lock import build_lock
from warehouse.published.database_files import remove_database
from warehouse.published.run_history import git_commit, new_run_id
from warehouse.spark.refusals import SparkUnusable
from warehouse.spark.seed_files import write_seed_files
from warehouse.spark.settings import TARGET, SparkSettings
from warehouse.spark.statements import spark_statements
from warehouse.spark.summing import spark_summing
from warehouse.spark.tables import write_tables
from warehouse.spark.trial import try_out
from warehouse.telling.progress import Reporter


@dataclass(frozen=True)
class SparkRun:
    """What a run of dbt on Spark built and wrote.

    Attributes:
        started_at: when it began, UTC.
        engine_version: of Spark.
        dbt: the nodes dbt ran.
        row_counts: rows of each public table written, by `schema.table`.
    """

    started_at: datetime
    engine_version: str
    dbt: DbtOutcome
    row_counts: dict[str, int]


@dataclass(frozen=True)
class SparkBuild:
    """A build on Spark, every check passed.

    Attributes:
        run: what dbt ran and Spark wrote.
        expectation_count: expectations checked.
    """

    run: SparkRun
    expectation_count: int


def build_on_spark(settings: SparkSettings, output: Path, reporter: Reporter) -> SparkBuild:
    """Build and test everything on Spark, check the expectations, and write the public tables.

    Args:
        settings: where Spark runs.
        output: the folder to write, with a manifest; an earlier one there is replaced.
        reporter: told of every step.

    Raises:
        SparkUnusable: Spark cannot run as it is set.
        InputError: a seed, text or landed batch is not as declared.
        WarehouseError: another build is running, a dbt node failed, an expectation is not met, or
            the folder cannot be written.
    """
    settings.check()
    checked = BuildFolder(settings.folder / "checked")
    with _folder_locked(settings), export_folder(output) as folder:
        run = run_on_spark(settings, folder, reporter)
        with reporter.step("checking expectations") as step:
            remove_database(checked.database)
            load_tables(folder, checked, step)
            with GateProcess(checked.report) as gate:
                gate.submit(CheckDatabase(checked.database))
                expectation_count = gate.outcome().expectation_count
        describe_tables(
            folder, checked.database, _this_build(run), run.row_counts, run.dbt.check_results
        )
    return SparkBuild(run, expectation_count)


@contextmanager
def _folder_locked(settings: SparkSettings) -> Iterator[None]:
    """Keep other builds out of the folder that this one works in."""
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SparkUnusable(
            f"WAREHOUSE_SPARK_FOLDER={settings.folder} cannot be made: {error.strerror}"
        ) from error
    with build_lock(settings.folder / "lock"):
        yield


def run_on_spark(
    settings: SparkSettings, folder: Path, reporter: Reporter, selection: Sequence[str] = ()
) -> SparkRun:
    """Build and test on Spark, and write the public tables that were built.

    Args:
        settings: where Spark runs, checked.
        folder: where the tables go, a Parquet file each.
        reporter: told of every step.
        selection: further words of dbt's, such as `--select`.

    Raises:
        SparkUnusable, InputError, WarehouseError: as `build_on_spark`.
    """
    started_at = datetime.now(UTC).replace(tzinfo=None)
    landing = Landing(landing_folder())
    with (
        landing.locked(is_shared=True),
        variables_set(_settings_for_dbt(settings, started_at)),
        session_ended(),
    ):
        with reporter.step("trying Spark"):
            engine_version = try_out(settings, landing.folder)
        with reporter.step("checking seeds and loaded files"):
            frames = check_seeds(SEEDS_FOLDER)
            landing.verify()
            refuse_changed_texts(sources_folder())
            write_seed_files(frames, settings.folder / "seeds")
        with reporter.step("summing loaded files on Spark"):
            prepare_partials(landing, spark_summing)
        with reporter.step("building with dbt on Spark") as step:
            outcome = run_dbt(
                ["build", f"--target={TARGET}", *selection], settings.dbt_target, step
            )
        with reporter.step("writing Parquet"), spark_statements() as statements:
            row_counts = write_tables(
                statements, _public_tables(outcome), settings.folder / "written", folder
            )
    return SparkRun(started_at, engine_version, outcome, row_counts)


def _public_tables(outcome: DbtOutcome) -> list[str]:
    return sorted(
        f"{each.schema_name}.{each.table_name}"
        for each in outcome.model_runs
        if each.node_kind_code == "model" and each.schema_name in PUBLIC_SCHEMAS
    )


def _settings_for_dbt(settings: SparkSettings, started_at: datetime) -> dict[str, str]:
    """What `profiles.yml` and the macros read, for as long as Spark is at work."""
    landing = landing_folder()
    return {
        **settings.connection.variables,
        "WAREHOUSE_SPARK_FOLDER": str(settings.folder),
        "WAREHOUSE_SEEDS_FOLDER": str(settings.folder / "seeds"),
        "WAREHOUSE_BUILD_TIME": started_at.isoformat(sep=" "),
        "WAREHOUSE_LANDING_FOLDER": str(landing) if (landing / LIST_FILE).exists() else "",
    }


@contextmanager
def session_ended() -> Iterator[None]:
    """End this process's session with the block: it holds memory and the catalogue's lock.

    With a server there is none: dbt closes each connection, and the server goes on.
    """
    try:
        yield
    finally:
        pyspark = sys.modules.get("pyspark.sql")
        session = pyspark.SparkSession.getActiveSession() if pyspark else None
        if session is not None:
            session.stop()


def _this_build(run: SparkRun) -> Build:
    return Build(
        run_id=new_run_id(run.started_at),
        started_at=run.started_at,
        finished_at=datetime.now(UTC).replace(tzinfo=None),
        git_commit=git_commit(),
        engine_version=f"spark {run.engine_version}",
    )
