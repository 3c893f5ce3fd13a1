"""What no document has comes in by files: agencies, KPIs, and the figures that name them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from foundation.errors import InputError
from foundation.locations import SEEDS_FOLDER
from loaders.files.code_lists import code_lists
from loaders.files.landing import Landing
from tests.python.conftest import Project
from tests.python.loading_files import Rows, landed, load, write_csv

AGENCIES: Rows = (
    ("機關代碼", "機關名稱", "英文名稱"),
    ("xuni", "虛構部", "Ministry of Invention"),
)
KPI = {
    "指標代碼": "xuni_fy109/xuni/1-1",
    "機關": "虛構部",
    "年度": "109",
    "目標編號": "1",
    "關鍵策略目標": "虛構目標",
    "指標編號": "1",
    "指標名稱": "虛構率",
    "衡量標準": "甲÷乙×100%",
    "指標方向": "越高越好",
}
KPIS: Rows = (tuple(KPI), tuple(KPI.values()))
TARGETS: Rows = (("指標代碼", "年度", "目標值"), ("虛構率", "109", "85%"))
KPI_COUNT = 34
RECIPES = {
    "kpis": """
        kind: kpis
        header: 2
        carry_down: [目標編號, 關鍵策略目標]
        make: {kpi_id: "xuni_fy109/xuni/{目標編號}-{指標編號}"}
        constants: {agency_id: 虛構部, roc_year: "109"}
        drop: [109年度目標值, 109年度實際值, 單位]
        """,
    "targets": """
        kind: kpi_targets
        header: 2
        carry_down: [目標編號, 關鍵策略目標]
        make: {kpi_id: "xuni_fy109/xuni/{目標編號}-{指標編號}"}
        constants: {roc_year: "109"}
        rename: {109年度目標值: target_text}
        drop: [目標編號, 關鍵策略目標, 指標編號, 指標名稱, 衡量標準, 指標方向, 109年度實際值, 單位]
        """,
    "actuals": """
        kind: kpi_actuals
        header: 2
        carry_down: [目標編號, 關鍵策略目標]
        make: {kpi_id: "xuni_fy109/xuni/{目標編號}-{指標編號}"}
        constants: {roc_year: "109", as_of_date: 109/12/31, data_maturity_code: 全年}
        rename: {109年度實際值: actual_value}
        drop: [目標編號, 關鍵策略目標, 指標編號, 指標名稱, 衡量標準, 指標方向, 109年度目標值]
        """,
}


def _load(folder: Path, kind: str, table: Rows, name: str = "a") -> None:
    """Load a file of a kind, by the lists as they are with what is landed."""
    path = write_csv(folder / f"{name}.csv", table)
    lists = code_lists(SEEDS_FOLDER, Landing(folder / "landing"))
    load(folder, path, kind=kind, lists=lists)


def test_each_file_is_checked_against_those_landed_before_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="load it first, `--as agencies`"):
        _load(tmp_path, "kpis", KPIS)
    _load(tmp_path, "agencies", AGENCIES)
    with pytest.raises(InputError, match="load it first, `--as kpis`"):
        _load(tmp_path, "kpi_targets", TARGETS)
    _load(tmp_path, "kpis", KPIS)
    _load(tmp_path, "kpi_targets", TARGETS)
    assert landed(tmp_path)[-1]["kpi_id"] == "xuni_fy109/xuni/1-1"


@pytest.mark.parametrize(
    ("kind", "column", "text", "message"),
    [
        ("agencies", 0, "mohw", "`mohw`; expected one that no document has"),
        ("agencies", 1, "衛生福利部", "write `mohw` if that one is meant"),
        ("agencies", 0, "XUNI", "lower-case letters, digits and _"),
        ("kpis", 0, "mohw_fy107_plan/mohw/1-1", "one that no document has"),
        ("kpis", 8, "上升", "a name of the direction list"),
    ],
)
def test_what_is_there_already_is_not_added_again(
    kind: str, column: int, text: str, message: str, tmp_path: Path
) -> None:
    if kind == "kpis":
        _load(tmp_path, "agencies", AGENCIES)
    header, row = AGENCIES if kind == "agencies" else KPIS
    changed = [*row]
    changed[column] = text
    with pytest.raises(InputError) as refusal:
        _load(tmp_path, kind, (header, changed), "b")
    assert message in str(refusal.value)


def test_a_later_file_corrects_what_an_earlier_one_added(tmp_path: Path) -> None:
    _load(tmp_path, "agencies", AGENCIES)
    _load(tmp_path, "agencies", (AGENCIES[0], ("xuni", "虛構總部", "Ministry of Invention")), "b")
    names = code_lists(SEEDS_FOLDER, Landing(tmp_path / "landing"))["agencies"].values_by_text()
    assert (names.get("虛構總部"), names.get("虛構部")) == ("xuni", None)


def _plan_of_next_year(path: Path) -> None:
    """A workbook as an official keeps one: a title over it, goals merged over their KPIs."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["虛構部109年度施政計畫關鍵績效指標（虛構資料）"])
    sheet.merge_cells("A1:I1")
    sheet.append(
        [
            "目標編號", "關鍵策略目標", "指標編號", "指標名稱", "衡量標準", "指標方向",
            "109年度目標值", "109年度實際值", "單位",
        ]
    )  # fmt: skip
    for number in range(KPI_COUNT):
        goal, kpi = divmod(number, 2)
        is_first = kpi == 0
        sheet.append(
            [
                goal + 1 if is_first else None,
                f"虛構目標{goal + 1}" if is_first else None,
                kpi + 1,
                f"虛構指標{number + 1}",
                "甲÷乙×100%" if is_first else "丙之件數",
                "越高越好" if is_first else "越低越好",
                "85%" if is_first else f"{100 + number}件以下",
                85 + number % 3 if is_first else 101 + number,
                "%" if is_first else "件",
            ]
        )
        if not is_first:
            row = sheet.max_row
            sheet.merge_cells(f"A{row - 1}:A{row}")
            sheet.merge_cells(f"B{row - 1}:B{row}")
    workbook.save(path)


def test_next_years_plan_of_a_new_agency_ends_in_verdicts(built_copy: Project) -> None:
    project = built_copy
    _plan_of_next_year(project.root / "plan.xlsx")
    write_csv(project.root / "agencies.csv", AGENCIES)
    commands = [("load", "agencies.csv", "--as", "agencies")]
    for name, recipe in RECIPES.items():
        lines = [line.strip() for line in recipe.strip().splitlines()]
        (project.root / f"{name}.yml").write_text("\n".join(lines), "utf-8")
        commands.append(("load", "plan.xlsx", "--recipe", f"{name}.yml"))
    for command in (*commands, ("build",), ("site", "--no-documentation")):
        done = project.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(project.published), read_only=True) as connection:
        verdicts = connection.execute(
            """
            select verdicts.status_code, count(*), count(verdicts.gap_value)
            from performance.mart_target_vs_actual as verdicts
            inner join core.dim_kpis as kpis on verdicts.kpi_id = kpis.kpi_id
            where verdicts.agency_name_zh = '虛構部' and not kpis.is_direction_inferred
            group by all order by all
            """
        ).fetchall()
        conserved = connection.execute(
            """
            select sum(seed_row_count), sum(fact_row_count) from audit.rpt_row_conservation
            where seed_name similar to '(agencies|kpis|kpi_targets|kpi_actuals)_.*'
            """
        ).fetchall()
    assert verdicts == [("met", KPI_COUNT // 2, 17), ("missed", KPI_COUNT // 2, 17)]
    assert conserved == [(1 + 3 * KPI_COUNT, 1 + 3 * KPI_COUNT)]
    page = (project.root / "site/kpis/xuni_fy109/xuni/1-2.html").read_text("utf-8")
    assert "虛構指標2" in page
    assert "未達成" in page
