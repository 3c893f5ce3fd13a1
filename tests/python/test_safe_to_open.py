"""Neither a reader's connection nor a build reaches more than it needs."""

from __future__ import annotations

import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from foundation.locations import PROJECT_ROOT
from tests.python.conftest import BuiltProject, Project
from warehouse.asking.sql import open_published, query_published
from warehouse.errors import WarehouseError

PYTHON_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that is none of the warehouse's, with a file, a database and an extension in it."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.csv").write_text("secret\nhunter2\n", "utf-8")
    (folder / "evil.duckdb_extension").write_bytes(b"\0" * 1024)
    with duckdb.connect(str(folder / "other.duckdb")) as connection:
        connection.execute("create table secrets as select 'hunter2' as secret")
    return folder


@pytest.fixture
def server() -> Iterator[Any]:
    """An HTTP server of this machine that counts what it is asked."""

    class Counting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.server.asked += 1  # type: ignore[attr-defined]
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    counting: Any = http.server.HTTPServer(("127.0.0.1", 0), Counting)
    counting.asked = 0
    thread = threading.Thread(target=counting.serve_forever, daemon=True)
    thread.start()
    yield counting
    counting.shutdown()
    counting.server_close()
    thread.join()


def _attempts(outside: Path, port: int) -> list[str]:
    """Statements that reach beyond the warehouse."""
    return [
        f"select * from '{outside}/secret.csv'",
        f"select * from read_csv('{outside}/secret.csv')",
        f"select * from read_text('{outside}/secret.csv')",
        f"select * from read_blob('{outside}/*')",
        f"select * from read_parquet('{outside}/secret.parquet')",
        f"select * from read_json('{outside}/secret.json')",
        f"select * from glob('{outside}/*')",
        f"select * from sniff_csv('{outside}/secret.csv')",
        f"select * from parquet_metadata('{outside}/secret.parquet')",
        f"attach '{outside}/other.duckdb' as other",
        f"attach '{outside}/other.duckdb' as other (read_only)",
        f"attach '{outside}/new.duckdb' as new",
        f"copy (select 1 as a) to '{outside}/stolen.csv'",
        f"copy (select 1 as a) to '{outside}/stolen.parquet' (format parquet)",
        f"export database '{outside}/stolen'",
        f"import database '{outside}/stolen'",
        f"load '{outside}/evil.duckdb_extension'",
        "load httpfs",
        "install httpfs",
        "install spatial from community",
        f"install httpfs from 'http://127.0.0.1:{port}'",
        f"select * from 'http://127.0.0.1:{port}/figures.csv'",
        f"select * from read_csv('http://127.0.0.1:{port}/figures.csv')",
        f"select * from read_text('http://127.0.0.1:{port}/figures.csv')",
        "select * from 's3://bucket/figures.parquet'",
        "create persistent secret mine (type s3, key_id 'a', secret 'b')",
        "set enable_external_access = true",
        "reset enable_external_access",
        "set allowed_directories = ['/']",
        f"set allowed_paths = ['{outside}/secret.csv']",
        "set lock_configuration = false",
        f"set temp_directory = '{outside}'",
        f"set extension_directory = '{outside}'",
        f"set secret_directory = '{outside}'",
        "set autoload_known_extensions = true",
        "set allow_community_extensions = true",
        f"set log_query_path = '{outside}/queries.log'",
    ]


WRITES = (
    "delete from core.dim_agencies",
    "update core.dim_agencies set agency_name_en = 'x'",
    "insert into core.dim_agencies select * from core.dim_agencies",
    "create table core.mine as select 1 as a",
    "create or replace view zh.mine as select 1 as a",
    "drop table core.dim_agencies",
    "alter table core.dim_agencies rename to mine",
    "comment on table core.dim_agencies is 'x'",
)


def _listed(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _documented(page: str, published: Path) -> duckdb.DuckDBPyConnection:
    """The connection that the first Python block of a page opens, to this file."""
    block = PYTHON_BLOCK.search((PROJECT_ROOT / page).read_text("utf-8"))
    assert block is not None
    names: dict[str, Any] = {}
    code = block[1].replace('"warehouse.duckdb"', repr(str(published)))
    assert code != block[1]
    exec(code, names)  # noqa: S102  what a reader of the page would run
    connection: duckdb.DuckDBPyConnection = names["warehouse"]
    return connection


@pytest.mark.parametrize("opened", ["warehouse sql", "docs/operations.md", "README.md"])
def test_a_reader_reaches_the_warehouse_and_nothing_else(
    opened: str, built: BuiltProject, outside: Path, server: Any
) -> None:
    published = built.project.published
    before, around = published.read_bytes(), _listed(outside)
    is_command = opened == "warehouse sql"
    connection = open_published(published) if is_command else _documented(opened, published)
    with connection:
        assert connection.execute("select count(*) from core.dim_agencies").fetchone() == (34,)
        for attempt in (*WRITES, *_attempts(outside, server.server_port)):
            with pytest.raises(duckdb.Error):
                connection.execute(attempt).fetchall()
                pytest.fail(attempt)
    assert published.read_bytes() == before
    assert _listed(outside) == around
    assert server.asked == 0


def test_a_query_does_not_see_the_variables_of_the_program(built: BuiltProject) -> None:
    for name in ("query", "published", "connection", "statement"):
        with pytest.raises(WarehouseError, match=f"Table with name {name} does not exist"):
            query_published(built.project.published, f"select * from {name}")


def test_a_build_reaches_its_own_folders_and_nothing_else(
    built_copy: Project, outside: Path, server: Any
) -> None:
    """Every attempt as a model of its own, in one run; a model without one still builds."""
    attempts = _attempts(outside, server.server_port)
    folder = built_copy.root / "models/staging/hostile"
    folder.mkdir()
    for number, attempt in enumerate(attempts):
        is_query = attempt.startswith("select")
        hook = "" if is_query else f'{{{{ config(pre_hook="{attempt}") }}}}\n'
        sql = attempt if is_query else "select 1 as a"
        (folder / f"hostile_{number}.sql").write_text(f"{hook}{sql}\n", "utf-8")
    (folder / "hostile_none.sql").write_text("select 1 as a\n", "utf-8")
    around = _listed(outside)
    result = subprocess.run(
        [
            Path(sys.executable).with_name("dbt"),
            "build",
            "--no-use-colors",
            "--profiles-dir=.",
            "--select=path:models/staging/hostile reference__agencies stg_landing__batches",
        ],
        cwd=built_copy.root,
        env={**os.environ, "WAREHOUSE_BUILD_FILE": str(built_copy.root / "build/hostile.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    errors = re.findall(r"ERROR creating sql table model staging\.(hostile_\w+)", result.stdout)
    assert sorted(errors) == sorted(f"hostile_{number}" for number in range(len(attempts)))
    for friendly in ("hostile_none", "stg_landing__batches"):
        assert f"OK created sql table model staging.{friendly}" in result.stdout
    assert "OK loaded seed file raw.reference__agencies" in result.stdout
    assert "hunter2" not in result.stdout
    assert _listed(outside) == around
    assert server.asked == 0
