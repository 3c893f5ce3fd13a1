"""A table that passes through Spark and back, before anything is built."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import polars as pl

from loaders.files.landing import Landing
from loaders.files.large.partials import KIND
from loaders.files.load_list import LIST_FILE
from warehouse.spark.refusals import NotConnected, SparkUnusable, StatementFailed, first_line
from warehouse.spark.settings import SparkSettings
from warehouse.spark.statements import SparkStatements, lines_of, parquet_at, spark_statements
from warehouse.spark.tables import write_one_file

SCHEMA = "staging"
_TRIAL = ".trial"
# What the profile sets, and an expression that is true where it holds.
_SETTINGS = {
    "spark.sql.session.timeZone=UTC": "unix_seconds(timestamp '1970-01-01 00:00:00') = 0",
    "spark.sql.ansi.enabled=false": "typeof('1' + 1) = 'double'",
    "spark.sql.decimalOperations.allowPrecisionLoss=false": (
        "typeof(cast(1 as decimal(38, 18)) - cast(1 as decimal(38, 9))) = 'decimal(38,18)'"
    ),
}


def try_out(settings: SparkSettings, landing: Path) -> str:
    """Have Spark read files of this machine, keep a table of them, and write one for this machine.

    Args:
        settings: where Spark runs.
        landing: folder of loaded files.

    Returns:
        The version of Spark.

    Raises:
        SparkUnusable: it does not answer or does not let this process in, does not see a folder,
            keeps no table, or computes by other settings than the profile's.
    """
    seconds = settings.connection.answer_seconds
    try:
        return _called_within(seconds, lambda: _tried(settings, landing))
    except NotConnected as error:
        raise SparkUnusable(f"{settings.connection.name} takes no connection: {error}") from error
    except TimeoutError as error:
        raise SparkUnusable(
            f"{settings.connection.name} listens, and did not answer for {seconds:.0f} s; "
            f"{settings.connection.silence_hint}"
        ) from error


def _tried(settings: SparkSettings, landing: Path) -> str:
    folder = settings.folder / "trial"
    word = secrets.token_hex(8)
    file = folder / "read.parquet"
    rows = f"select * from {parquet_at(file)}"
    table = f"{SCHEMA}.warehouse_trial"
    name = settings.connection.name
    unshared = (
        f"{name} and this machine do not share {settings.folder}; name a folder in "
        "WAREHOUSE_SPARK_FOLDER that both see by the same path, and where each may write and take "
        "away what the other wrote"
    )
    with _told_as(unshared):
        _remove(folder)
        folder.mkdir(parents=True)
        pl.DataFrame({"word": [word]}).write_parquet(file)
    with spark_statements() as statements:
        refuse_other_settings(statements, name)
        with _told_as(unshared):
            statements.fetch(rows)
        if (landing / LIST_FILE).exists():
            with _told_as(f"{name} does not see WAREHOUSE_LANDING_FOLDER={landing}"):
                statements.fetch(f"select * from {lines_of(landing / LIST_FILE)} limit 1")
        if any(load.kind_code == KIND for load in Landing(landing).active()):
            with _told_as(f"{name} cannot write into WAREHOUSE_LANDING_FOLDER={landing}"):
                _remove(landing / _TRIAL)
                statements.write_parquet(rows, landing / _TRIAL)
                _remove(landing / _TRIAL)
        with _told_as(f"{name} keeps no table in its catalogue"):
            statements.run(f"create schema if not exists {SCHEMA}")
            statements.run(f"drop table if exists {table}")
            statements.run(f"create table {table} using parquet as {rows}")
        with _told_as(unshared):
            written = write_one_file(statements, table, folder / "written")
            if pl.read_parquet(written)["word"].to_list() != [word]:
                raise FileNotFoundError(written)
        with _told_as(f"{name} does not drop a table"):
            statements.run(f"drop table {table}")
        [(version,)] = statements.fetch("select version()")
    with _told_as(unshared):
        _remove(folder)
    return str(version).split()[0]


def refuse_other_settings(statements: SparkStatements, name: str) -> None:
    """Refuse a Spark whose settings are not those of the profile.

    Raises:
        SparkUnusable: one does not hold.
    """
    [holds] = statements.fetch(f"select {', '.join(_SETTINGS.values())}")
    ignored = [setting for setting, value in zip(_SETTINGS, holds, strict=True) if not value]
    if ignored:
        raise SparkUnusable(
            f"{name} does not compute by {', '.join(ignored)}, which the connection asks for; set "
            "it on the server"
        )


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


@contextmanager
def _told_as(problem: str) -> Iterator[None]:
    try:
        yield
    except (StatementFailed, OSError) as error:
        raise SparkUnusable(f"{problem}: {first_line(error)}") from error


def _called_within(seconds: float | None, call: Callable[[], str]) -> str:
    """What a call gives; where `seconds` are given, it is not waited for any longer.

    A connection to a server that listens and is silent waits for ever, and cannot be told not to.
    """
    if seconds is None:
        return call()
    done: Future[str] = Future()

    def run() -> None:
        try:
            done.set_result(call())
        except BaseException as error:
            done.set_exception(error)

    Thread(target=run, daemon=True).start()
    return done.result(seconds)
