"""Published values over time: what a rebuild changes is kept beside what it was before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from tests.python.conftest import BuiltProject, Project
from warehouse.errors import PublishFailed
from warehouse.published.snapshot_history import carry_snapshots

KPIS = "seeds/mohw_fy107_plan/mohw_fy107_plan__kpis.csv"
BUDGETS = "seeds/nhi_tiered_care_progress/nhi_tiered_care_progress__budget_series.csv"
TARGET = "mohw_fy107_plan/mohw/1-1"
KEYS = {
    "kpi_targets_history": "kpi_id, fiscal_year, component_no",
    "budget_execution_history": "programme_code, item_name_zh, budget_roc_year,"
    " execution_roc_year, as_of_date",
    "corrections_history": "correction_id",
}
Versions = list[tuple[str, datetime, datetime | None]]


def _read(database: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def _target_versions(project: Project) -> list[tuple[object, ...]]:
    return _read(
        project.published,
        f"""
        select target_text, target_value, dbt_valid_from, dbt_valid_to
        from snapshots.kpi_targets_history where kpi_id = '{TARGET}' order by dbt_valid_from
        """,
    )


def _runs(project: Project) -> list[tuple[object, ...]]:
    return _read(
        project.published, "select status_code, started_at from meta.build_runs order by started_at"
    )


@pytest.mark.long
def test_a_rebuild_after_a_changed_seed_keeps_both_values(built_copy: Project) -> None:
    """Three builds after the first: one with another target, one that fails, one with a third."""
    project = built_copy
    project.replace(KPIS, "×100%,83%,", "×100%,84%,")
    assert project.run("build").returncode == 0
    (_, first), (_, second) = _runs(project)
    assert _target_versions(project) == [("83%", 83, first, second), ("84%", 84, second, None)]

    before_failure = project.published.read_bytes()
    project.replace(KPIS, "×100%,84%,", "×100%,85%,")
    project.replace(BUDGETS, ",106,2.5,", ",106,2.6,")
    assert project.run("build").returncode == 4
    assert project.published.read_bytes() == before_failure

    project.replace(BUDGETS, ",106,2.6,", ",106,2.5,")
    assert project.run("build").returncode == 0
    runs = _runs(project)
    assert [status for status, _ in runs] == ["published", "published", "failed", "published"]
    last = runs[-1][1]
    assert _target_versions(project) == [
        ("83%", 83, first, second),
        ("84%", 84, second, last),
        ("85%", 85, last, None),
    ]
    for table in KEYS:
        versions = "count(*), count(distinct dbt_scd_id), count(*) filter (dbt_valid_from = ?)"
        with duckdb.connect(str(project.published), read_only=True) as connection:
            rows = connection.execute(
                f"select {versions} from snapshots.{table}", [first]
            ).fetchone()
        assert rows is not None
        changed = 2 if table == "kpi_targets_history" else 0
        assert rows == (rows[2] + changed, rows[0], rows[2])


@pytest.mark.parametrize("table", sorted(KEYS))
def test_the_first_build_holds_every_published_value_once(
    table: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    published = {
        "kpi_targets_history": "performance.fct_kpi_targets",
        "budget_execution_history": "(select *, roc_year as execution_roc_year,"
        " coalesce(cohort_roc_year, roc_year) as budget_roc_year"
        " from budget.fct_budget_execution_states)",
        "corrections_history": "audit.rpt_corrections",
    }[table]
    key = KEYS[table]
    difference = warehouse.execute(
        f"""
        (select {key} from snapshots.{table} except all select {key} from {published})
        union all
        (select {key} from {published} except all select {key} from snapshots.{table})
        """
    ).fetchall()
    assert difference == []
    validity = warehouse.execute(
        f"select distinct dbt_valid_from, dbt_valid_to from snapshots.{table}"
    ).fetchall()
    assert validity == warehouse.execute("select started_at, null from meta.build_runs").fetchall()


def test_both_states_of_the_opened_items_are_in_the_history_from_the_first_build(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    states = warehouse.execute(
        """
        select as_of_date, superseded_date, executed_points / 1e6
        from snapshots.budget_execution_history
        where programme_code = 'opened_items' and item_name_zh = '106年'
            and execution_roc_year = 114 order by 1
        """
    ).fetchall()
    assert [(start, end, round(points, 1)) for start, end, points in states] == [
        (date(2025, 9, 30), date(2026, 3, 31), 536.5),
        (date(2026, 3, 31), None, 730.1),
    ]


def _snapshot(project: Path, time: str) -> None:
    """Run the snapshots of corrections and execution alone, at a time."""
    subprocess.run(
        [
            Path(sys.executable).with_name("dbt"),
            "--quiet",
            "snapshot",
            "--profiles-dir=.",
            "--select=corrections_history budget_execution_history",
        ],
        cwd=project,
        env={
            **os.environ,
            "WAREHOUSE_BUILD_FILE": str(project / "changed.duckdb"),
            "WAREHOUSE_BUILD_TIME": time,
        },
        check=True,
    )


def test_a_value_that_changes_to_or_from_nothing_or_is_withdrawn_ends_at_the_build(
    built: BuiltProject, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(built.project.root, tmp_path / "project"))
    database = project / "changed.duckdb"
    shutil.copy(built.project.published, database)
    with duckdb.connect(str(database)) as connection:
        connection.execute("delete from audit.rpt_corrections where kind_code = 'unit'")
        connection.execute(
            "update budget.fct_budget_execution_states set executed_points = null"
            " where item_name_zh = '106年' and roc_year = 114 and superseded_date is null"
        )
    for time in ("2100-01-01 12:30:45.678901", "2101-01-01 00:00:00"):
        _snapshot(project, time)
    change = datetime(2100, 1, 1, 12, 30, 45, 678901)
    assert _read(
        database,
        "select kind_code, dbt_valid_to from snapshots.corrections_history"
        " where dbt_valid_to is not null",
    ) == [("unit", change)]
    assert _read(
        database,
        "select executed_points, dbt_valid_to from snapshots.budget_execution_history"
        " where dbt_valid_from = '2100-01-01 12:30:45.678901'",
    ) == [(None, None)]
    assert _read(
        database,
        "select item_name_zh, dbt_valid_to from snapshots.budget_execution_history"
        " where dbt_valid_to is not null",
    ) == [("106年", change)]


def _history(path: Path, tables: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"create schema core; create table core.facts as select 1 as a; {tables}"
        )
    return path


def test_snapshots_alone_are_carried_with_their_rows(tmp_path: Path) -> None:
    published = _history(
        tmp_path / "it's published.duckdb",
        "create schema snapshots;"
        "create table snapshots.first_history as select * from (values (1, 'a'), (2, null)) as t;"
        "create table snapshots.second_history as select 3 as b",
    )
    built = tmp_path / "built.duckdb"
    assert carry_snapshots(published, built) == ["first_history", "second_history"]
    with duckdb.connect(str(built), read_only=True) as connection:
        assert connection.table("snapshots.first_history").fetchall() == [(1, "a"), (2, None)]
        assert connection.table("snapshots.second_history").fetchall() == [(3,)]
        assert len(connection.execute("select * from duckdb_tables()").fetchall()) == 2


def test_without_a_published_file_or_snapshots_in_it_there_is_no_history(tmp_path: Path) -> None:
    assert carry_snapshots(tmp_path / "none.duckdb", tmp_path / "first.duckdb") == []
    assert not (tmp_path / "first.duckdb").exists()
    published = _history(tmp_path / "published.duckdb", "")
    assert carry_snapshots(published, tmp_path / "second.duckdb") == []


def test_a_damaged_published_file_stops_the_build_before_its_history_is_lost(
    project: Project,
) -> None:
    project.published.write_bytes(b"no database")
    result = project.run("build")
    assert result.returncode == 7
    assert "move it away to begin a new history" in result.stderr
    assert "Traceback" not in result.stderr
    assert project.published.read_bytes() == b"no database"
    with pytest.raises(PublishFailed, match="history of published values"):
        carry_snapshots(project.published, project.root / "built.duckdb")
    assert not (project.root / "built.duckdb").exists()
