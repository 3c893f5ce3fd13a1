"""From a file of three agencies to their targets, by the steps of docs/adding_a_document.md."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from tests.python.conftest import Project
from tests.python.printed_plans import Piece, pieces, small_plan, write_docx, write_html

NAME = "three_agencies_fy108"
AGENCIES = ("衛生福利部", "內政部", "某市政府")


def _printed() -> list[Piece]:
    return [piece for name in AGENCIES for piece in pieces(small_plan(name))]


def _run(project: Project, *arguments: str) -> str:
    result = project.run(*arguments, WAREHOUSE_SOURCES=str(project.root / "sources"))
    assert result.returncode == 0, (result.stdout + result.stderr)[-4000:]
    return result.stdout


def _refused(project: Project, *arguments: str) -> str:
    result = project.run(*arguments, WAREHOUSE_SOURCES=str(project.root / "sources"))
    assert result.returncode != 0 and "Traceback" not in result.stderr, result.stderr
    assert result.stderr.count("error:") == 1
    return result.stderr


def test_a_file_of_three_agencies_reaches_the_facts(project: Project, tmp_path: Path) -> None:
    (sources := project.root / "sources").mkdir(exist_ok=True)
    file, other = sources / "plans.docx", tmp_path / "plans.html"
    write_docx(file, _printed())
    write_html(other, _printed())
    folder = project.root / "loaders" / "documents" / NAME
    read = ("document", "read", str(file), "--layout", "annual_plan", "--id", NAME)

    assert "the agency 某市政府, which has no id" in _refused(project, *read)
    assert "no title of the layout performance_report" in _refused(
        project, *read[:4], "performance_report", *read[5:]
    )
    named = (*read, "--agency", "某市政府=some_city")
    assert "a file of the same format" in _refused(project, *named, "--also", str(file))
    assert not folder.exists() and not (project.root / "seeds" / NAME).exists()

    # Without a second reading the document stays out of the warehouse.
    _run(project, *named)
    assert "no second reading" in _refused(project, "document", "sync")
    assert (folder / "second_reading" / "drafts" / "kpis.csv").read_text("utf-8") == (
        "agency_id,goal_no,kpi_no,kpi_name_zh,target_text\n"
    )
    shutil.rmtree(folder)
    shutil.rmtree(project.root / "seeds" / NAME)

    told = _run(project, *named, "--also", str(other))
    assert "某市政府: 6 strategies, 4 kpis, 5 evaluation_systems, 4 plans" in told
    assert "0 uncertain cells, 0 unlike in the other file" in told
    assert "讀取報告" in (folder / "reading_report.html").read_text("utf-8")
    for reviewed in ("kpi_directions.csv", "kpi_regimes.csv"):
        (folder / "drafts" / reviewed).rename(folder / "reference" / reviewed)
    _run(project, "extract", NAME, "--check")
    _run(project, "document", "sync")
    _run(project, "build")
    with duckdb.connect(str(project.published), read_only=True) as connection:

        def rows(query: str) -> list[tuple[object, ...]]:
            return connection.execute(query).fetchall()

        assert rows(
            "select agency_id, count(*), count(direction_code) from core.dim_kpis"
            f" where source_document_id = '{NAME}' group by agency_id order by agency_id"
        ) == [("mohw", 4, 4), ("moi", 4, 4), ("some_city", 4, 4)]
        assert rows(
            "select roc_year, count(*), sum(target_value) from performance.fct_kpi_targets"
            f" where source_document_id = '{NAME}' group by roc_year"
        ) == [(108, 12, 3 * (71 + 72 + 72 + 74))]
        assert rows(
            "select seed_name, fact_row_count = seed_row_count from audit.rpt_row_conservation"
            f" where seed_name like '{NAME}%' order by seed_name"
        ) == [
            (f"{NAME}__evaluation_systems", True),
            (f"{NAME}__kpis", True),
            (f"{NAME}__plans", True),
            (f"{NAME}__strategies", True),
        ]
        assert rows(
            "select count(*), count(distinct agency_id) from core.dim_plans"
            f" where source_document_id = '{NAME}'"
        ) == [(12, 3)]
