"""A document is one folder: what is written in it alone reaches the facts, and is audited there.

Each test works on a copy of the project, and touches nothing of it but the document's folder.
"""

from __future__ import annotations

import hashlib
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb

from loaders.documents.figures import READING_LIST_COLUMNS
from tests.python.conftest import Project

FIGURES_TEXT = """長期照顧服務成果
(一)服務量
截至107年底，實際使用長照服務之人數為180,386人，推估之失能人口
合計數達765,218人。
(二)經費
107年度決算數194.03億元。
"""
_DAY = "2018-12-31,2018-12-31,2018-12-31,false,false"
FIGURES = f"""(一),long_term_care_users_count,使用人數,,{_DAY},人,長照服務之人數為{{}}人
(一),disabled_persons_count,失能人口,,{_DAY},人,推估之失能人口合計數達{{}}人
(二),long_term_care_final_account,決算數,,2018-01-01,2018-12-31,,false,false,億元,決算數{{}}億元
"""
SECOND_FIGURES = """printed_text,unit_zh,line
180386,人,3
765218,人,4
194.03,億元,6
"""
FIGURES_DECLARATION = """document:
  title_zh: 長期照顧服務成果
  title_en: Results of Long-Term Care
  publisher_zh: 衛生福利部
  edition: 107年
  first_roc_year: 107
  last_roc_year: 107
  file_name: care.txt
  sha256: {sha256}
freshness:
  reason_en: Results of one year are published once.
  reason_zh: 單一年度之成果僅發布一次。
sections:
  (一): (一)服務量
  (二): (二)經費
seeds:
  programme_metrics:
    kind: figures
"""

KPIS_TEXT = """一,推展會展,1,會展場次,補助辦展場次,20場,會展計畫
二,輔導商圈,1,商圈行銷場次,辦理場次,15場,無
1,產業輔導,會展計畫,補助辦理會展20場
2,產業輔導,商圈計畫,辦理商圈行銷15場
"""
KPIS_DECLARATION = """document:
  title_zh: 某市政府經濟發展局107年度施政計畫
  title_en: FY107 Plan of a City's Economic Development Bureau
  publisher_zh: 某市政府經濟發展局
  edition: 107年
  first_roc_year: 107
  last_roc_year: 107
  file_name: bureau.txt
  sha256: {sha256}
freshness:
  reason_en: A plan of one year is published once.
  reason_zh: 單一年度之計畫僅發布一次。
agency_id: city_bureau
seeds:
  kpis:
    kind: kpis
    roc_year: 107
    columns:
      evaluation_system_code: integer?
      evaluation_method_zh: text?
  plans:
    kind: plans
    columns:
      plan_category_zh: text?
"""
KPIS_PARSER = '''"""Seeds of a small plan: a line a KPI or plan, cells set apart by commas."""

import polars as pl

from loaders.documents.registry import SourceDocument


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    rows = [line.split(",") for line in document.lines if line]
    kpis, plans = (
        [(number, row) for number, row in enumerate(rows, 1) if row[0].isdigit() == is_plan]
        for is_plan in (False, True)
    )
    return {
        "bureau_plan__kpis": pl.DataFrame(
            [
                {
                    "goal_no": goal_no,
                    "goal_name_zh": goal,
                    "is_goal_merged": "false",
                    "kpi_no": kpi_no,
                    "kpi_name_zh": name,
                    "evaluation_system_code": "",
                    "evaluation_method_zh": "",
                    "measure_definition_zh": measure,
                    "target_text": target,
                    "plan_link_zh": link,
                    "source_locator": f"表:L{number}",
                }
                for number, (goal_no, goal, kpi_no, name, measure, target, link) in kpis
            ]
        ),
        "bureau_plan__plans": pl.DataFrame(
            [
                {
                    "plan_row_no": row_no,
                    "work_plan_name_zh": work_plan,
                    "is_work_plan_merged": "false",
                    "plan_name_zh": plan,
                    "plan_category_zh": "",
                    "content_zh": content,
                    "kpi_link_zh": "",
                    "source_locator": f"表:L{number}",
                }
                for number, (row_no, work_plan, plan, content) in plans
            ]
        ),
    }
'''
PARSER_OF_ANOTHER_TABLE = '''"""A parser that gives a table nobody declared."""

import polars as pl


def extract(document: object) -> dict[str, pl.DataFrame]:
    return {"care_results__budgets": pl.DataFrame({"roc_year": ["107"]})}
'''
SECOND_KPIS = """goal_no,kpi_no,kpi_name_zh,target_text,line
一,1,會展場次,20場,1
二,1,商圈行銷場次,15場,2
"""
SECOND_PLANS = """plan_row_no,plan_name_zh,content_zh,line
1,會展計畫,補助辦理會展20場,3
2,商圈計畫,辦理商圈行銷15場,4
"""
AGENCIES = """agency_id,agency_name_zh,agency_name_en,chapter_no
city_bureau,某市政府經濟發展局,Economic Development Bureau of a City,
"""
DIRECTIONS = """kpi_id,direction_code,reason_en
bureau_plan/city_bureau/1-1,higher_is_better,More events are the aim.
bureau_plan/city_bureau/2-1,higher_is_better,More events are the aim.
"""
REGIMES = """source_document_id,roc_year,kpi_regime_code,is_kpi_regime_inferred,reason_en,\
reason_zh,quote_zh,source_url,source_locator
bureau_plan,107,programme_plan,true,The plan of a bureau sets the targets of its own year.,\
各局年度計畫自訂該年度之目標值。,補助辦展場次及辦理場次,,
"""


def _write(project: Project, source_document_id: str, text: str, files: dict[str, str]) -> None:
    """Write a document's text, and its folder: the only thing of the project that is touched."""
    (sources := project.root / "sources").mkdir(exist_ok=True)
    folder = project.root / "loaders" / "documents" / source_document_id
    folder.mkdir()
    declared_name = "care.txt" if source_document_id == "care_results" else "bureau.txt"
    (sources / declared_name).write_text(text, "utf-8")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content.replace("{sha256}", sha256), "utf-8")


def _run(project: Project, *arguments: str) -> str:
    result = project.run(*arguments, WAREHOUSE_SOURCES=str(project.root / "sources"))
    printed = result.stdout + result.stderr
    assert result.returncode == 0, printed[-4000:]
    return printed


def _refused(project: Project, *arguments: str) -> str:
    result = project.run(*arguments, WAREHOUSE_SOURCES=str(project.root / "sources"))
    assert result.returncode != 0
    assert "Traceback" not in result.stdout + result.stderr
    errors = [line for line in result.stderr.splitlines() if line.startswith("error:")]
    assert len(errors) == 1, result.stderr
    assert "expected" in errors[0] and "To mend" in errors[0]
    return errors[0]


def _figures_files() -> dict[str, str]:
    return {
        "document.yml": FIGURES_DECLARATION,
        "figures.csv": ",".join(READING_LIST_COLUMNS) + "\n" + FIGURES,
        "second_reading/programme_metrics.csv": SECOND_FIGURES,
    }


def _kpis_files() -> dict[str, str]:
    return {
        "document.yml": KPIS_DECLARATION,
        "parser.py": KPIS_PARSER,
        "second_reading/kpis.csv": SECOND_KPIS,
        "second_reading/plans.csv": SECOND_PLANS,
        "reference/agencies.csv": AGENCIES,
        "reference/kpi_directions.csv": DIRECTIONS,
        "reference/kpi_regimes.csv": REGIMES,
    }


def test_documents_of_figures_and_of_kpis_reach_the_facts_and_the_audit(project: Project) -> None:
    _write(project, "care_results", FIGURES_TEXT, _figures_files())
    _write(project, "bureau_plan", KPIS_TEXT, _kpis_files())
    _run(project, "extract", "care_results", "bureau_plan")
    _run(project, "document", "sync")
    _run(project, "document", "sync", "--check")
    _run(project, "build")
    with duckdb.connect(str(project.published), read_only=True) as connection:

        def rows(query: str) -> list[tuple[object, ...]]:
            return connection.execute(query).fetchall()

        assert rows(
            "select title_en from core.dim_source_documents where source_document_id in"
            " ('bureau_plan', 'care_results') order by source_document_id"
        ) == [
            ("FY107 Plan of a City's Economic Development Bureau",),
            ("Results of Long-Term Care",),
        ]
        assert rows(
            "select metric_id, metric_value, unit_zh, source_locator from nhi.fct_programme_metrics"
            " where source_document_id = 'care_results' order by metric_id"
        ) == [
            ("disabled_persons_count", 765218, "人", "(一):L4"),
            ("long_term_care_final_account", Decimal("194.03"), "億元", "(二):L6"),
            ("long_term_care_users_count", 180386, "人", "(一):L3"),
        ]
        assert rows(
            "select kpi_id, direction_code from core.dim_kpis"
            " where source_document_id = 'bureau_plan' order by kpi_id"
        ) == [
            ("bureau_plan/city_bureau/1-1", "higher_is_better"),
            ("bureau_plan/city_bureau/2-1", "higher_is_better"),
        ]
        assert rows(
            "select agency_name_zh from core.dim_agencies where agency_id = 'city_bureau'"
        ) == [("某市政府經濟發展局",)]
        assert rows(
            "select target_value, unit_zh from performance.fct_kpi_targets"
            " where source_document_id = 'bureau_plan' order by kpi_id"
        ) == [(20, "場"), (15, "場")]
        assert rows(
            "select count(*) from core.dim_plans where source_document_id = 'bureau_plan'"
        ) == [(2,)]
        assert rows(
            "select seed_name, seed_row_count, fact_row_count from audit.rpt_row_conservation"
            " where seed_name like 'care_results%' or seed_name like 'bureau_plan%' order by 1"
        ) == [
            ("bureau_plan__kpis", 2, 2),
            ("bureau_plan__plans", 2, 2),
            ("care_results__programme_metrics", 3, 3),
        ]
        assert rows(
            "select count(*) from intermediate.int_audit__printed_values_unioned"
            " where source_document_id = 'care_results'"
        ) == [(3,)]
        assert rows(
            "select column_code, count(*) from intermediate.int_audit__printed_texts_unioned"
            " where source_document_id = 'bureau_plan' group by all order by 1"
        ) == [("content", 2), ("measure", 2), ("name", 4), ("target", 2)]


def test_a_document_in_the_making_is_refused_with_one_clear_error_each(project: Project) -> None:
    """In the order in which somebody who adds a document would meet them."""
    printed = _run(project, "document", "new", "care_results")
    assert "loaders/documents/care_results/document.yml" in printed
    folder = project.root / "loaders" / "documents" / "care_results"
    assert "a folder of that name" in _refused(project, "document", "new", "care_results")
    assert "the name `Care-Results`" in _refused(project, "document", "new", "Care-Results")
    error = _refused(project, "document", "sync")
    assert "document.yml, column document.title_zh: found nothing" in error
    shutil.rmtree(folder)

    files = _figures_files()
    _write(project, "care_results", FIGURES_TEXT, files)
    declared, reading_list = folder / "document.yml", folder / "figures.csv"

    def changed(path: Path, old: str, new: str, *command: str) -> str:
        """The error of a command where one place of a file is written otherwise."""
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
        error = _refused(project, *command)
        path.write_text(text, "utf-8")
        assert path.relative_to(project.root).as_posix() in error
        return error

    extract = ("extract", "care_results")
    error = changed(reading_list, "人數為{}人", "人次為{}人", *extract)
    assert "line 2, column quote_pattern" in error and "0 places of section (一)" in error
    error = changed(reading_list, "(二),long", "(三),long", *extract)
    assert "line 4, column section: found `(三)`; expected one of 全文, (一), (二)" in error
    error = changed(declared, "kind: figures", "kind: figure", "document", "sync")
    assert "seeds.programme_metrics.kind: found `figure`; expected one of figures," in error
    error = changed(
        declared, "programme_metrics:\n    kind", "programme_metrics:\n    type", *extract
    )
    assert "the key `type`" in error
    error = changed(declared, "  edition: 107年\n", "", *extract)
    assert "document.edition: found nothing" in error
    error = changed(declared, "  (二): (二)經費\n", "  (二): (二): 經費\n", *extract)
    assert "line 15" in error and "no YAML" in error

    second_reading = folder / "second_reading" / "programme_metrics.csv"
    text = second_reading.read_text("utf-8")
    second_reading.unlink()
    assert "programme_metrics.csv: found no second reading" in _refused(project, "document", "sync")
    second_reading.write_text(text, "utf-8")

    (folder / "parser.py").write_text(PARSER_OF_ANOTHER_TABLE, "utf-8")
    error = _refused(project, *extract)
    assert "found no declaration of care_results__budgets, which the parser gives" in error
    (folder / "parser.py").unlink()

    assert "no such file" in _refused(project, "extract", "no_such_document")
    _run(project, "document", "sync")
    error = _refused(project, "check-seeds")
    assert "care_results__programme_metrics.csv: found no such file" in error
    assert "warehouse extract" in error
    shutil.rmtree(folder)
    _run(project, "document", "sync")
    seeds = project.root / "seeds" / "care_results"
    (seeds / "care_results__programme_metrics.csv").write_text("metric_id\n", "utf-8")
    assert "found a seed without a declaration" in _refused(project, "check-seeds")


def test_what_no_document_declares_any_more_is_taken_away(project: Project) -> None:
    _write(project, "bureau_plan", KPIS_TEXT, _kpis_files())
    agencies = project.root / "seeds/reference/reference__agencies.csv"
    directions = project.root / "seeds/reference/reference__kpi_directions.csv"
    before = directions.read_text("utf-8")
    _run(project, "document", "sync")
    staged = project.root / "models/staging/bureau_plan/stg_bureau_plan__kpis.sql"
    assert "staged_kpis('bureau_plan', 'kpis', roc_year=107" in staged.read_text("utf-8")
    assert "city_bureau" in agencies.read_text("utf-8")
    folder = project.root / "loaders/documents/bureau_plan"
    (folder / "reference/kpi_directions.csv").write_text(
        DIRECTIONS.replace("aim", "point"), "utf-8"
    )
    assert "kpi_directions.csv" in _refused(project, "document", "sync", "--check")
    _run(project, "document", "sync")
    assert directions.read_text("utf-8").startswith(before)
    assert directions.read_text("utf-8").count("More events are the point.") == 2
    renamed = AGENCIES.replace("Bureau of a City", "Office")
    (folder / "reference/agencies.csv").write_text(renamed, "utf-8")
    assert "city_bureau declared otherwise" in _refused(project, "document", "sync")
    shutil.rmtree(folder)
    assert "a file that nothing asks for any more" in _refused(
        project, "document", "sync", "--check"
    )
    _run(project, "document", "sync")
    assert not staged.exists()
