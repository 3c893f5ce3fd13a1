"""Public tables published from Parquet files, whatever engine wrote them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from foundation.errors import InputError
from foundation.sql_text import quoted
from foundation.whole_files import file_sha256
from tests.python.conftest import BuiltProject, Project
from warehouse.building.parquet_tables import keep_versions, load_tables
from warehouse.export.parquet_exports import ParquetExport
from warehouse.locations import BuildFolder, landing_folder
from warehouse.published.differences import AFTER, BEFORE, compare_tables
from warehouse.telling.progress import Step


def _export(folder: Path) -> Path:
    """A folder with one table and its manifest."""
    folder.mkdir()
    table = folder / "core.dim_agencies.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 'mohw' as agency_id) to {quoted(table)} (format parquet)")
    package = {
        "build": {"engine_version": "spark 4.3.0"},
        "resources": [{"path": table.name, "hash": f"sha256:{file_sha256(table)}"}],
    }
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return folder


def test_an_export_is_read_with_its_engine(tmp_path: Path) -> None:
    export = ParquetExport.read(_export(tmp_path / "export"))
    assert (export.engine_version, export.checks) == ("spark 4.3.0", ())


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "datapackage.json").unlink(), "no file"),
        (lambda folder: (folder / "datapackage.json").write_text("{}"), "no manifest"),
        (lambda folder: (folder / "core.dim_agencies.parquet").unlink(), "no file"),
        (
            lambda folder: (folder / "core.dim_agencies.parquet").write_bytes(b"PAR1"),
            "another file than was exported",
        ),
    ],
)
def test_a_folder_that_is_no_whole_export_is_refused(
    tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    export = _export(tmp_path / "export")
    spoil(export)
    with pytest.raises(InputError) as refused:
        ParquetExport.read(export)
    assert said in str(refused.value)


def test_a_build_from_parquet_leaves_the_settings_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing = tmp_path / "landing"
    monkeypatch.setenv("WAREHOUSE_LANDING_FOLDER", str(landing))
    monkeypatch.delenv("WAREHOUSE_BUILD_TIME", raising=False)
    seen = []

    def dbt(command: Sequence[str], *_: object) -> SimpleNamespace:
        seen.append(
            (
                command[0],
                os.environ["WAREHOUSE_LANDING_FOLDER"],
                "WAREHOUSE_BUILD_TIME" in os.environ,
            )
        )
        with duckdb.connect(os.environ["WAREHOUSE_BUILD_FILE"]) as connection:
            connection.execute("create schema if not exists staging")
            connection.execute("create schema if not exists intermediate")
        return SimpleNamespace(success=True, result=None)

    monkeypatch.setattr("warehouse.building.dbt_build.invoke_dbt", dbt)
    before = dict(os.environ)
    folder, step = BuildFolder(tmp_path / "build"), Step()
    load_tables(tmp_path / "export", folder, step)
    keep_versions(folder, datetime(2026, 1, 1), step)
    nothing = str(folder.path / "nothing_landed")
    assert seen == [("build", nothing, False), ("snapshot", nothing, True)]
    assert dict(os.environ) == before
    assert landing_folder() == landing


@pytest.mark.long
def test_what_is_published_from_an_export_is_what_was_exported(
    built: BuiltProject, tmp_path: Path
) -> None:
    project = Project(Path(shutil.copytree(built.project.root, tmp_path / "project")))
    export, published = tmp_path / "export", tmp_path / "again.duckdb"
    project.run("export", "--format", "parquet", "--output", str(export))
    settings = {
        "WAREHOUSE_FILE": str(published),
        "WAREHOUSE_BUILD_FOLDER": str(tmp_path / "build"),
    }
    result = project.run("publish", "--from-parquet", str(export), **settings)
    assert result.returncode == 0, result.stdout + result.stderr
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(project.published)} as {BEFORE} (read_only)")
        connection.execute(f"attach {quoted(published)} as {AFTER} (read_only)")
        assert compare_tables(connection, sample_count=1) == []
        views = "select count(*) from duckdb_views() where database_name = ? and schema_name = 'zh'"
        [before], [after] = (
            connection.execute(views, [catalog]).fetchall() for catalog in (BEFORE, AFTER)
        )
        assert before == after > (30,)
