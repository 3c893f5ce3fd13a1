"""A build that fails leaves the published file as it was, says why, and is told by the next."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.python.conftest import Project
from tests.python.small_builds import make_built
from warehouse.errors import PublishFailed
from warehouse.published.publishing import publish

PUBLISHED_BEFORE = b"what readers have open"
BUDGETS = "seeds/nhi_tiered_care_progress/nhi_tiered_care_progress__budget_series.csv"
PLAN_BUDGETS = "seeds/nhi_digital_upgrade_113_116/nhi_digital_upgrade_113_116__budget_table_5.csv"


def _failed_run(project: Project) -> dict[str, object]:
    (line,) = (project.root / "build/failed_runs.jsonl").read_text("utf-8").splitlines()
    run: dict[str, object] = json.loads(line)
    return run


def test_a_failing_data_test_stops_the_build(built_copy: Project) -> None:
    """One figure off by 0.1: still a number, but no longer what the printed total says."""
    project = built_copy
    published_before = project.published.read_bytes()
    project.replace(BUDGETS, ",106,2.5,", ",106,2.6,")
    result = project.run("build")
    assert result.returncode == 4
    assert "leaves_sum_to_printed_totals_fct_budgets_budget_twd" in result.stderr
    assert "Traceback" not in result.stderr
    assert project.published.read_bytes() == published_before
    assert (project.root / "build/failed.duckdb").exists()
    assert _failed_run(project)["status_code"] == "failed"
    # The item's years and the year's items are both held to a printed total.
    assert _failed_run(project)["failed_test_count"] == 2


@pytest.mark.long
def test_a_correction_of_a_mended_misprint_stops_the_build(built_copy: Project) -> None:
    """The misprint is gone, so the correction has nothing left to correct."""
    project = built_copy
    published_before = project.published.read_bytes()
    project.replace(PLAN_BUDGETS, '"2,77544"', '"277,544"')
    result = project.run("build")
    assert result.returncode == 4
    assert "assert_every_correction_fits_one_seed_row" in result.stderr
    assert project.published.read_bytes() == published_before


def test_an_expectation_not_met_stops_the_publish_and_the_next_build_tells_it(
    built_copy: Project,
) -> None:
    project = built_copy
    published_before = project.published.read_bytes()
    suite = "expectations/nhi/mart_tiered_care_budget_series.yml"
    text = (project.root / suite).read_text("utf-8")
    added = """\
no_such_column:
  - {maximum: 1, why: There is none.}
table:
  - {rows: 1, why: One row is too few.}
"""
    (project.root / suite).write_text(f"{added}{text}", "utf-8")
    result = project.run("build")
    assert result.returncode == 5
    assert "2 expectations of `published` are not met" in result.stderr
    assert "expect_table_row_count_to_equal {'value': 1}: found 62" in result.stderr
    assert "no_such_column" in result.stderr
    assert "could not be evaluated" in result.stderr
    assert "Traceback" not in result.stderr
    report = project.root / "build/expectations/index.html"
    assert report.read_text("utf-8").count('class="unmet"') == 3
    assert project.published.read_bytes() == published_before

    (project.root / suite).write_text(text, "utf-8")
    assert project.run("build").returncode == 0
    with duckdb.connect(str(project.published), read_only=True) as connection:
        runs = connection.execute(
            "select status_code from meta.build_runs order by started_at"
        ).fetchall()
    assert runs == [("published",), ("failed",), ("published",)]
    assert not (project.root / "build/failed_runs.jsonl").exists()


@pytest.fixture
def built_file(tmp_path: Path) -> Path:
    return make_built(tmp_path / "built.duckdb", {"a": 1})


def test_a_swap_that_fails_leaves_the_published_file_and_no_litter(
    built_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    published = folder / "warehouse.duckdb"
    published.write_bytes(PUBLISHED_BEFORE)

    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(PublishFailed, match="No space left"):
        publish(built_file, published, lambda *_: None)
    assert published.read_bytes() == PUBLISHED_BEFORE
    assert list(folder.iterdir()) == [published]


def test_leftovers_of_an_interrupted_model_are_not_published(
    built_file: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(built_file)) as connection:
        connection.execute("create table budget.fct_amounts__dbt_backup as select 1 as a")
    with pytest.raises(PublishFailed, match="fct_amounts__dbt_backup"):
        publish(built_file, tmp_path / "warehouse.duckdb", lambda *_: None)
    assert list(tmp_path.glob(".*")) == []


def test_a_view_that_leans_on_another_file_is_not_published(
    built_file: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(built_file)) as connection:
        connection.execute(f"attach '{tmp_path / 'other.duckdb'}' as other")
        connection.execute("create table other.agencies as select 'mohw' as agency_id")
        connection.execute("create schema zh")
        connection.execute('create view zh."機關" as select agency_id from other.main.agencies')
    with pytest.raises(PublishFailed, match=r"the view zh\.機關 does not work"):
        publish(built_file, tmp_path / "warehouse.duckdb", lambda *_: None)
    assert list(tmp_path.glob(".*")) == []
