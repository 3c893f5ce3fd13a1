"""Readers never wait, meet no error and never see half a build, however often one is published."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.python.conftest import BuiltProject
from tests.python.small_builds import publish_amounts
from warehouse.published.publishing import publish

READER = Path(__file__).parent / "faults" / "reader.py"
CLIENTS = ("duckdb", "sqlalchemy")
Seen = dict[str, dict[str, int]]


def _marked(source: Path, target: Path, run_id: str) -> Path:
    """A built file whose rows say which run they are of."""
    target.write_bytes(source.read_bytes())
    with duckdb.connect(str(target)) as connection:
        connection.execute("create schema if not exists budget")
        connection.execute(
            "create or replace table budget.fct_marked as"
            " select ? as mark, i from range(20000) as t (i)",
            [run_id],
        )
        connection.execute(
            "drop schema zh cascade; drop table meta.build_runs; drop table meta.table_checksums"
        )
    return target


def _publish_while_reading(
    source: Path, folder: Path, *, readers: int, publishes: int
) -> tuple[list[Seen], set[str]]:
    """Publish two builds in turn; return what each reader saw, and the runs published."""
    published, stop = folder / "warehouse.duckdb", folder / "stop"
    runs = [f"20260101T{number:06}Z-{number:08x}" for number in range(publishes + 1)]

    def publish_run(number: int) -> None:
        built = _marked(source, folder / "built.duckdb", runs[number])

        def write_history(
            connection: duckdb.DuckDBPyConnection, catalog: str, _counts: object
        ) -> None:
            connection.execute(
                f"create table {catalog}.meta.build_runs as"
                f" select '{runs[number]}' as run_id, 'published' as status_code"
            )

        publish(built, published, write_history)

    publish_run(0)
    # Sixteen that never pause would leave the publisher nothing of a machine with two cores.
    reader = (sys.executable, str(READER), str(published), str(stop))
    processes = [
        subprocess.Popen(
            ["nice", "-n", "19", *reader, CLIENTS[number % 2]],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(readers)
    ]
    try:
        for number in range(1, publishes + 1):
            publish_run(number)
    finally:
        stop.touch()
    seen = [json.loads(process.communicate()[0]) for process in processes]
    return seen, set(runs)


def _look(seen: list[Seen], runs: set[str]) -> None:
    reads = sum(sum(each["runs"].values()) for each in seen)
    builds = set().union(*(each["runs"] for each in seen))
    errors = [error for each in seen for error in each["errors"]]
    print(f"{len(seen)} readers, {len(runs)} publishes, {reads} reads, {len(builds)} builds seen")
    assert errors == []
    assert all(each["runs"] for each in seen)
    assert builds <= runs


def test_a_few_readers_meet_no_error(tmp_path: Path) -> None:
    publish_amounts(tmp_path / "small.duckdb", {"a": 1}, number=1)
    folder = tmp_path / "published"
    folder.mkdir()
    seen, runs = _publish_while_reading(tmp_path / "small.duckdb", folder, readers=2, publishes=5)
    _look(seen, runs)


@pytest.mark.long
def test_sixteen_readers_meet_no_error_through_fifty_publishes(
    built: BuiltProject, tmp_path: Path
) -> None:
    seen, runs = _publish_while_reading(built.project.published, tmp_path, readers=16, publishes=50)
    _look(seen, runs)
    assert len(set().union(*(each["runs"] for each in seen))) > 25
