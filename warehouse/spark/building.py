"""`warehouse spark`: the same dbt build on Spark, its public tables checked and exported."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from loaders.documents.registry import refuse_changed_texts
from loaders.files.landing import LIST_FILE, Landing
from loaders.files.large.partials import prepare_partials
from loaders.locations import PROJECT_ROOT, SEEDS_FOLDER, sources_folder
from loaders.seed_checks import check_seeds
from loaders.whole_files import file_sha256
from warehouse.build_lock import build_lock
from warehouse.citation import Build
from warehouse.database_files import remove_database
from warehouse.dbt_build import DbtOutcome, run_dbt
from warehouse.export.exporting import sources_of
from warehouse.export.folders import replaced_folder
from warehouse.export.manifest import (
    LICENCE_FILE,
    MANIFEST_FILE,
    Terms,
    WrittenTable,
    manifest,
)
from warehouse.export.tables import chosen_tables
from warehouse.gate import CheckDatabase, GateProcess
from warehouse.locations import BuildFolder, landing_folder
from warehouse.parquet_tables import CHECKS, load_tables
from warehouse.progress import Reporter
from warehouse.run_history import git_commit, new_run_id
from warehouse.spark.seed_files import write_seed_files
from warehouse.spark.settings import SparkSettings
from warehouse.spark.summing import spark_summing
from warehouse.spark.tables import write_public_tables


@dataclass(frozen=True)
class SparkBuild:
    """A build on Spark.

    Attributes:
        folder: where its public tables are, a Parquet file each, with their manifest.
        dbt: the nodes dbt ran.
        expectation_count: expectations checked.
        row_counts: rows of each public table, by `schema.table`.
    """

    folder: Path
    dbt: DbtOutcome
    expectation_count: int
    row_counts: dict[str, int]


def build_on_spark(
    settings: SparkSettings, output: Path, reporter: Reporter, selection: Sequence[str] = ()
) -> SparkBuild:
    """Build and test everything on Spark, check the expectations, and write the public tables.

    Args:
        settings: where Spark runs.
        output: the folder to write; an earlier one there is replaced.
        reporter: told of every step.
        selection: further words of dbt's, such as `--exclude-resource-type=unit_test`.

    Raises:
        SparkUnusable: Spark cannot run as it is set.
        InputError: a seed, text or landed batch is not as declared.
        WarehouseError: another build is running, a dbt node failed, an expectation is not met, or
            the folder cannot be written.
    """
    started_at = datetime.now(UTC).replace(tzinfo=None)
    settings.check()
    settings.folder.mkdir(parents=True, exist_ok=True)
    landing = Landing(landing_folder())
    checked = BuildFolder(settings.folder / "checked")
    with build_lock(settings.folder / "lock"), landing.locked(is_shared=True):
        with reporter.step("checking seeds and loaded files"):
            frames = check_seeds(SEEDS_FOLDER)
            landing.verify()
            refuse_changed_texts(sources_folder())
            write_seed_files(frames, settings.folder / "seeds")
        with replaced_folder(output) as folder:
            with _settings_handed_to_dbt(settings, started_at), session_ended():
                with reporter.step("summing loaded files on Spark"):
                    prepare_partials(landing, spark_summing)
                with reporter.step("building with dbt on Spark") as step:
                    outcome = run_dbt(
                        ["build", "--target=spark", *selection], settings.folder / "dbt", step
                    )
                with reporter.step("writing Parquet"):
                    row_counts = write_public_tables(folder)
            with reporter.step("checking expectations") as step:
                remove_database(checked.database)
                load_tables(folder, checked, step)
                with GateProcess(checked.report) as gate:
                    gate.submit(CheckDatabase(checked.database))
                    expectation_count = gate.outcome().expectation_count
            _write_manifest(folder, checked.database, _this_build(started_at), outcome)
    return SparkBuild(output, outcome, expectation_count, row_counts)


@contextmanager
def _settings_handed_to_dbt(settings: SparkSettings, started_at: datetime) -> Iterator[None]:
    """Set what `profiles.yml` and the macros read, for as long as Spark is at work."""
    landing = landing_folder()
    handed = {
        "WAREHOUSE_SPARK_MASTER": settings.master,
        "WAREHOUSE_SPARK_FOLDER": str(settings.folder),
        "WAREHOUSE_SPARK_METASTORE": settings.metastore,
        "WAREHOUSE_SEEDS_FOLDER": str(settings.folder / "seeds"),
        "WAREHOUSE_BUILD_TIME": started_at.isoformat(sep=" "),
        "WAREHOUSE_LANDING_FOLDER": str(landing) if (landing / LIST_FILE).exists() else "",
    }
    before = dict(os.environ)
    os.environ.update(handed)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def session_ended() -> Iterator[None]:
    """End the session with the block: its process holds memory and the catalogue's lock."""
    try:
        yield
    finally:
        from pyspark.sql import SparkSession

        session = SparkSession.getActiveSession()
        if session is not None:
            session.stop()


def _this_build(started_at: datetime) -> Build:
    return Build(
        run_id=new_run_id(started_at),
        started_at=started_at,
        finished_at=datetime.now(UTC).replace(tzinfo=None),
        git_commit=git_commit(),
        engine_version=f"spark {version('pyspark')}",
    )


def _write_manifest(folder: Path, database: Path, build: Build, outcome: DbtOutcome) -> None:
    """Describe the files as an export does: `database` holds their rows, with all comments."""
    terms = Terms(build, "parquet", "en", below=None)
    with duckdb.connect(str(database), read_only=True) as connection:
        written = [
            WrittenTable(
                table=table,
                file=f"{table.full_name}.parquet",
                size_bytes=(folder / f"{table.full_name}.parquet").stat().st_size,
                sha256=file_sha256(folder / f"{table.full_name}.parquet"),
                row_count=len(connection.table(table.source)),
                sources=sources_of(connection, table),
                formula_counts=None,
                withheld=None,
            )
            for table in chosen_tables(connection, ())
        ]
    shutil.copyfile(PROJECT_ROOT / LICENCE_FILE, folder / LICENCE_FILE)
    package = manifest(written, terms)
    package["build"][CHECKS] = [asdict(each) for each in outcome.check_results]
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / MANIFEST_FILE).write_text(f"{text}\n", "utf-8")
