"""Plans printed as text, DOCX, ODT, HTML and PDF, by writers that know nothing of the readers."""

from __future__ import annotations

import csv
import html
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import docx
import pytest

from foundation.locations import SEEDS_FOLDER
from foundation.numerals import chinese_numeral

Row = dict[str, str]
KPI_HEADINGS = ["評估體制", "評估方式", "衡量標準", "年度目標值", "與中長程個案計畫關聯"]
KPI_COLUMNS = [
    *("evaluation_system_code", "evaluation_method_zh", "measure_definition_zh"),
    *("target_text", "plan_link_zh"),
]
PLAN_HEADINGS = ["工作計畫名稱", "重要計畫項目", "計畫類別", "實施內容", "與KPI關聯"]
PLAN_COLUMNS = [
    *("work_plan_name_zh", "plan_name_zh", "plan_category_zh", "content_zh", "kpi_link_zh"),
]
LEGEND = [
    "指實際評估作業係運用既有之組織架構進行。",
    "指實際評估作業係由特定之任務編組進行。",
    "指實際評估作業係透過第三者方式（如由專家學者）進行。",
    "指實際評估作業係運用既有之組織架構並邀請第三者共同參與進行。",
    "其它。",
]


@dataclass
class Cell:
    """A cell to print: the text, and over how many rows and columns."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass
class Grid:
    """A table to print: in each row the cells that begin there."""

    rows: list[list[Cell]]
    header_rows: int


Piece = str | Grid


@dataclass
class Plan:
    """A plan as its seeds have it."""

    agency_zh: str
    roc_year: int
    strategies: list[Row]
    kpis: list[Row]
    plans: list[Row]
    systems: list[str] = field(default_factory=lambda: list(LEGEND))


def seed_rows(group: str, table: str) -> list[Row]:
    path = SEEDS_FOLDER / group / f"{group}__{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ministry_plan() -> Plan:
    """The Ministry's FY107 plan, from our own seeds."""
    group = "mohw_fy107_plan"
    strategies, kpis, plans = (seed_rows(group, name) for name in ("strategies", "kpis", "plans"))
    return Plan("衛生福利部", 107, strategies, kpis, plans)


def small_plan(agency_zh: str = "衛生福利部", roc_year: int = 108) -> Plan:
    """A plan of two goals, for what needs no size."""
    goals = ["健全福利服務體系，優先照顧弱勢族群", "建置優質長照體系"]
    strategies = [
        {
            "goal_no": chinese_numeral(goal),
            "goal_name_zh": name,
            "strategy_no": chinese_numeral(number),
            "strategy_zh": f"推動{name[:4]}之第{number}項措施，落實在地服務。",
        }
        for goal, name in enumerate(goals, 1)
        for number in range(1, 4)
    ]
    kpis = [
        {
            "goal_no": chinese_numeral(goal),
            "goal_name_zh": name,
            "kpi_no": str(number),
            "kpi_name_zh": f"{name[:4]}涵蓋率{goal}之{number}",
            "evaluation_system_code": "1",
            "evaluation_method_zh": "統計數據",
            "measure_definition_zh": f"（當年度人數÷{goal}{number}年度總人數）×100%",
            "target_text": f"{70 + number * goal}%",
            "plan_link_zh": "社會發展",
        }
        for goal, name in enumerate(goals, 1)
        for number in range(1, 3)
    ]
    plans = [
        {
            "work_plan_name_zh": work,
            "plan_name_zh": f"{work}實施計畫{number}",
            "plan_category_zh": "社會發展",
            "content_zh": f"一、辦理{work}。\n二、補助地方政府{number}千元。",
            "kpi_link_zh": kpis[0]["kpi_name_zh"] if number == 1 else "",
        }
        for work in ("社會福利服務業務", "醫政業務")
        for number in range(1, 3)
    ]
    return Plan(agency_zh, roc_year, strategies, kpis, plans)


@dataclass
class Style:
    """How a plan is printed; `{}` stands for the number."""

    parts: tuple[str, str, str] = ("壹、", "貳、", "參、")
    goal: str = "{chinese}、"
    strategy: str = "（{chinese}）"
    kpi: str = "{number}"
    is_header_of_two_rows: bool = True
    has_plan_link: bool = True
    headings: dict[str, str] = field(default_factory=dict)


def pieces(plan: Plan, style: Style | None = None) -> list[Piece]:
    """What a plan prints, in order."""
    style = style or Style()
    lines: list[Piece] = [f"{plan.agency_zh}{plan.roc_year}年度施政計畫", "為維護全民健康與福祉。"]
    lines.append(f"{style.parts[0]}年度施政目標及策略")
    goal_no = ""
    for row in plan.strategies:
        if row["goal_no"] != goal_no:
            goal_no = row["goal_no"]
            name = row["goal_name_zh"] + ("" if row["strategy_no"] else f"：{row['strategy_zh']}")
            lines.append(_number(style.goal, goal_no) + name)
        if row["strategy_no"]:
            lines.append(_number(style.strategy, row["strategy_no"]) + row["strategy_zh"])
    lines += [f"{style.parts[1]}年度關鍵績效指標", kpi_grid(plan, style)]
    if plan.systems:
        lines.append("註：評估體制之數字代號意義如下：")
        lines += [f"{number}.{text}" for number, text in enumerate(plan.systems, 1)]
    lines += [f"{style.parts[2]}年度重要計畫", plan_grid(plan, style)]
    return lines


def _number(style: str, numeral: str) -> str:
    number = next(n for n in range(1, 100) if chinese_numeral(n) == numeral)
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return style.format(chinese=numeral, number=number, wide=wide)


def kpi_grid(plan: Plan, style: Style) -> Grid:
    headings = [style.headings.get(name, name) for name in KPI_HEADINGS]
    columns = list(KPI_COLUMNS)
    if not style.has_plan_link:
        headings, columns = headings[:-1], columns[:-1]
    goal = style.headings.get("施政目標", "施政目標")
    kpi = style.headings.get("關鍵績效指標", "關鍵績效指標")
    below = [Cell(kpi, 1, 2), *map(Cell, headings)]
    if style.is_header_of_two_rows:
        header = [[Cell(goal, 2, 2), Cell("關鍵績效指標", 1, 2 + len(headings))], below]
    else:
        header = [[Cell(goal, 1, 2), *below]]
    rows = []
    for index, row in enumerate(plan.kpis):
        cells = []
        if index == 0 or row["goal_no"] != plan.kpis[index - 1]["goal_no"]:
            height = sum(row["goal_no"] == other["goal_no"] for other in plan.kpis)
            number = _number(style.goal, row["goal_no"]).rstrip("、.．")
            cells += [Cell(number, height), Cell(row["goal_name_zh"], height)]
        cells += [Cell(style.kpi.format(number=row["kpi_no"])), Cell(row["kpi_name_zh"])]
        rows.append([*cells, *(Cell(row[name]) for name in columns)])
    return Grid([*header, *rows], len(header))


def plan_grid(plan: Plan, style: Style) -> Grid:
    count = len(PLAN_COLUMNS) - (not style.has_plan_link)
    rows = []
    for index, row in enumerate(plan.plans):
        work, others = row["work_plan_name_zh"], plan.plans[index:]
        is_first = index == 0 or plan.plans[index - 1]["work_plan_name_zh"] != work
        height = next(
            (n for n, other in enumerate(others) if other["work_plan_name_zh"] != work), len(others)
        )
        cells = [Cell(work, height)] if is_first else []
        rows.append([*cells, *(Cell(row[name]) for name in PLAN_COLUMNS[1:count])])
    headings = [style.headings.get(name, name) for name in PLAN_HEADINGS[:count]]
    return Grid([[Cell(text) for text in headings], *rows], 1)


def full_rows(grid: Grid) -> list[list[Cell | None]]:
    """The rows with None where a cell above or beside covers."""
    taken: dict[tuple[int, int], Cell | None] = {}
    for row_no, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (row_no, column) in taken:
                column += 1
            for down in range(cell.rows):
                for right in range(cell.columns):
                    taken[row_no + down, column + right] = None
            taken[row_no, column] = cell
            column += cell.columns
    width = 1 + max(column for _, column in taken)
    return [[taken.get((n, column)) for column in range(width)] for n in range(len(grid.rows))]


def write_text(path: Path, printed: list[Piece]) -> None:
    """Cells a line each, after a tab; a merged cell is a blank one below its first."""
    lines: list[str] = []
    for piece in printed:
        if isinstance(piece, str):
            lines.append(piece)
            continue
        for row_no, (row, cells) in enumerate(zip(piece.rows, full_rows(piece), strict=True)):
            if row_no < piece.header_rows:
                above = ["" for cell in piece.rows[0] if cell.rows > 1] if row_no else []
                texts = above + [cell.text for cell in row]
            else:
                texts = [cell.text if cell else "" for cell in cells]
            lines += [f"\t{text}" for text in texts] + [""]
    path.write_text("\n".join(lines), "utf-8")


def write_html(path: Path, printed: list[Piece]) -> None:
    parts = ["<html><head><meta charset='utf-8'></head><body>"]
    for piece in printed:
        if isinstance(piece, str):
            parts.append(f"<p>{html.escape(piece)}</p>")
            continue
        parts.append('<table border="1" style="border-collapse: collapse">')
        for row in piece.rows:
            parts.append("<tr>")
            for cell in row:
                text = "".join(f"<p>{html.escape(line)}</p>" for line in cell.text.split("\n"))
                parts.append(f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{text}</td>')
            parts.append("</tr>")
        parts.append("</table>")
    path.write_text("\n".join([*parts, "</body></html>"]), "utf-8")


def write_docx(path: Path, printed: list[Piece]) -> None:
    document = docx.Document()
    for piece in printed:
        if isinstance(piece, str):
            document.add_paragraph(piece)
            continue
        cells = full_rows(piece)
        table = document.add_table(len(cells), len(cells[0]))
        for row_no, row in enumerate(cells):
            for column, cell in enumerate(row):
                if cell is None:
                    continue
                first = table.cell(row_no, column)
                if cell.rows > 1 or cell.columns > 1:
                    last = table.cell(row_no + cell.rows - 1, column + cell.columns - 1)
                    first = first.merge(last)
                first.text = cell.text
    document.save(str(path))


_ODT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">'
    "<office:body><office:text>{body}</office:text></office:body></office:document-content>"
)


def write_odt(path: Path, printed: list[Piece]) -> None:
    parts = []
    for piece in printed:
        if isinstance(piece, str):
            parts.append(f"<text:p>{html.escape(piece)}</text:p>")
            continue
        parts.append("<table:table>")
        for row in full_rows(piece):
            parts.append("<table:table-row>")
            for cell in row:
                if cell is None:
                    parts.append("<table:covered-table-cell/>")
                    continue
                text = "".join(f"<text:p>{html.escape(t)}</text:p>" for t in cell.text.split("\n"))
                parts.append(
                    f'<table:table-cell table:number-rows-spanned="{cell.rows}"'
                    f' table:number-columns-spanned="{cell.columns}">{text}</table:table-cell>'
                )
            parts.append("</table:table-row>")
        parts.append("</table:table>")
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{n}="{urn}:{n}:1.0"' for n in ("office", "text", "table"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", _ODT.format(names=names, body="".join(parts)))


WRITERS = {"txt": write_text, "html": write_html, "docx": write_docx, "odt": write_odt}


def converted(path: Path, suffix: str) -> Path:
    """The file as LibreOffice saves it in another format; without LibreOffice the test skips."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice (soffice) to make the document with")
    folder = path.parent / f"as_{suffix}"
    filters = {
        "docx": "docx:MS Word 2007 XML",
        "odt": "odt:writer8",
        "pdf": "pdf:writer_pdf_Export",
    }
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation=file://{path.parent}/office"),
            *("--infilter=HTML (StarWriter)", "--convert-to"),
            *(filters.get(suffix, "html:HTML (StarWriter)"), "--outdir", str(folder), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / f"{path.stem}.{suffix}"
