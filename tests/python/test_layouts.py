"""Plans of any year read by their layout, in every format, and never short of a row."""

# ruff: noqa: ARG001

from __future__ import annotations

import copy
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from foundation.errors import InputError
from foundation.numerals import chinese_numeral, numeral_value
from loaders.documents.second_readings import as_compared
from loaders.layouts.declaration import layout_names, read_layout
from loaders.layouts.front_ends.opening import read_printed
from loaders.layouts.numbering import numbered
from loaders.layouts.reading import Chapter, read_chapters
from loaders.layouts.report import proof_of, reading_report
from tests.python.printed_plans import (
    WRITERS,
    Cell,
    Grid,
    Piece,
    Plan,
    Row,
    Style,
    converted,
    full_rows,
    ministry_plan,
    pieces,
    small_plan,
    write_docx,
    write_html,
)

FORMATS = sorted(WRITERS)
COMPARED = ("strategies", "kpis", "plans")
# Columns that say where or how something is printed, or that are counted.
NOT_COMPARED = {"source_locator", "plan_row_no"}


def _read(path: Path, layout: str = "annual_plan") -> list[Chapter]:
    return read_chapters(path, read_printed(path), read_layout(layout))


def _texts(rows: list[Row]) -> list[Row]:
    return [
        {name: as_compared(text) for name, text in row.items() if name not in NOT_COMPARED}
        for row in rows
    ]


def _cells_equal(chapter: Chapter, plan: Plan) -> int:
    """How many cells are equal; every one must be, of every row, in the columns of both."""
    compared = 0
    for table in COMPARED:
        expected, found = _texts(getattr(plan, table)), _texts(chapter.seeds[table])
        assert len(found) == len(expected), table
        for row, printed in zip(found, expected, strict=True):
            common = {name: printed[name] for name in row if name in printed}
            assert {name: row[name] for name in common} == common
            compared += len(common)
    for printed_table in chapter.tables:
        proof = proof_of(printed_table)
        assert proof.printed == proof.values + proof.others > 0
    return compared


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_plan_is_read_back_whole_from_every_format(tmp_path: Path, suffix: str) -> None:
    for plan, cells in ((small_plan(), 80), (ministry_plan(), 708)):
        path = tmp_path / f"plan.{suffix}"
        WRITERS[suffix](path, pieces(plan))
        (chapter,) = _read(path)
        assert (chapter.agency_name_zh, chapter.roc_year) == ("衛生福利部", str(plan.roc_year))
        assert _cells_equal(chapter, plan) == cells
        assert [row["evaluation_system_zh"] for row in chapter.seeds["evaluation_systems"]] == (
            plan.systems
        )


@pytest.mark.parametrize("suffix", ["docx", "odt", "html", "pdf"])
def test_a_plan_is_read_back_whole_as_libreoffice_saves_it(tmp_path: Path, suffix: str) -> None:
    write_html(tmp_path / "plan.html", pieces(ministry_plan()))
    (chapter,) = _read(converted(tmp_path / "plan.html", suffix))
    assert _cells_equal(chapter, ministry_plan()) == 708


def test_tables_of_a_pdf_go_on_over_pages_with_their_page_and_box(tmp_path: Path) -> None:
    write_html(tmp_path / "plan.html", pieces(ministry_plan()))
    (chapter,) = _read(converted(tmp_path / "plan.html", "pdf"))
    _, plans = chapter.tables
    assert len(plans.tables) == 1 and len(plans.tables[0].page_starts) > 5
    places = [cell.place for cell in plans.value_cells]
    assert all(place.page and place.box for place in places)
    # A row that a page cuts is joined, and a person is told.
    assert any("跨頁" in cell.reason_zh for cell in chapter.uncertain)
    assert {row["source_locator"] for row in chapter.seeds["plans"]} <= {
        f"1-{place.page}" for place in places
    }


VARIANTS = {
    "one header row": Style(is_header_of_two_rows=False),
    "half-width brackets": Style(strategy="({chinese})"),
    "digits": Style(goal="{number}.", strategy="({number})"),
    "wide digits": Style(goal="{wide}．", strategy="（{wide}）"),
    "strategies by comma": Style(goal="（{chinese}）", strategy="{number}、"),
    "parts otherwise": Style(
        parts=("一、", "二、", "三、"), goal="（{chinese}）", strategy="{number}."
    ),
    "parts without a number": Style(parts=("", "", "")),
    "KPIs with a point": Style(kpi="{number}."),
    "year in the heading": Style(headings={"年度目標值": "108年度目標值"}),
    "no link to plans": Style(has_plan_link=False),
    "other headings": Style(headings={"關鍵績效指標": "衡量指標", "施政目標": "年度施政目標"}),
    "spaces in headings": Style(headings={"衡量標準": "衡 量\n標 準", "評估方式": "評估　方式"}),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_of_a_layout_are_read_alike(tmp_path: Path, name: str) -> None:
    plan = small_plan()
    for suffix in FORMATS:
        path = tmp_path / f"plan.{suffix}"
        WRITERS[suffix](path, pieces(plan, VARIANTS[name]))
        (chapter,) = _read(path)
        missing = 0 if VARIANTS[name].has_plan_link else len(plan.kpis) + len(plan.plans)
        assert _cells_equal(chapter, plan) == 80 - missing


def test_one_line_of_text_may_hold_a_row_of_cells(tmp_path: Path) -> None:
    plan = small_plan()
    for row in plan.plans:
        row["content_zh"] = row["content_zh"].replace("\n", "")
    lines: list[str] = []
    for piece in pieces(plan, Style(is_header_of_two_rows=False)):
        if isinstance(piece, str):
            lines.append(piece)
            continue
        header = piece.rows[0]
        lines.append("\t".join(cell.text for cell in header))
        for row in full_rows(piece)[1:]:
            lines.append("\t".join(cell.text if cell else "" for cell in row))
    (tmp_path / "plan.txt").write_text("\n".join(lines), "utf-8")
    (chapter,) = _read(tmp_path / "plan.txt")
    assert _cells_equal(chapter, plan) == 80


def test_a_volume_has_a_chapter_for_each_agency(tmp_path: Path) -> None:
    plans = [small_plan(name) for name in ("衛生福利部", "內政部", "財政部")]
    write_docx(tmp_path / "volume.docx", [piece for plan in plans for piece in pieces(plan)])
    chapters = _read(tmp_path / "volume.docx")
    assert [chapter.agency_name_zh for chapter in chapters] == ["衛生福利部", "內政部", "財政部"]
    for chapter, plan in zip(chapters, plans, strict=True):
        assert _cells_equal(chapter, plan) == 80


# A mutation changes what is printed, and the plan as it is to be read; None where no reading of it
# can be right and it must be refused.
Mutation = Callable[[random.Random, list[Piece], Plan], Plan | None]


def _grids(printed: list[Piece]) -> list[Grid]:
    return [piece for piece in printed if isinstance(piece, Grid)]


def _data_row(random_: random.Random, printed: list[Piece]) -> tuple[Grid, int]:
    grid = random_.choice(_grids(printed))
    return grid, random_.randrange(grid.header_rows, len(grid.rows))


def _a_cell_is_lost(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    grid, row = _data_row(random_, printed)
    # Without the last one, a blank link would be alike.
    del grid.rows[row][random_.randrange(len(grid.rows[row]) - 1)]


def _a_cell_too_many(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    grid, row = _data_row(random_, printed)
    grid.rows[row].append(Cell("多一格"))


def _two_cells_merged(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    grid, row = _data_row(random_, printed)
    first = random_.randrange(len(grid.rows[row]) - 1)
    one, other = grid.rows[row][first : first + 2]
    grid.rows[row][first : first + 2] = [Cell(one.text + other.text, 1, 2)]


def _a_heading_is_lost(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    grid = random_.choice(_grids(printed))
    random_.choice(grid.rows[grid.header_rows - 1]).text = "備考欄"


def _a_kpi_row_is_lost(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    """The first of a goal: the numbers go on with 2."""
    grid = _grids(printed)[0]
    first = grid.header_rows
    goal = grid.rows[first][:2]
    del grid.rows[first]
    for cell in goal:
        cell.rows -= 1
    grid.rows[first] = [*goal, *grid.rows[first]]


def _a_strategy_is_lost(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    lines = [
        n for n, p in enumerate(printed) if isinstance(p, str) and p.startswith(("（一", "（二"))
    ]
    del printed[random_.choice(lines)]


def _a_number_is_changed(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    lines = [n for n, p in enumerate(printed) if isinstance(p, str) and p.startswith("（")]
    number = random_.choice(lines)
    printed[number] = re.sub("（.+?）", "（七）", str(printed[number]), count=1)


def _a_kpi_number_is_changed(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    grid = _grids(printed)[0]
    grid.rows[grid.header_rows + random_.randrange(4)][-7].text = random_.choice("3789")


def _a_part_is_named_otherwise(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    parts = [n for n, p in enumerate(printed) if isinstance(p, str) and re.match("[壹貳參]、", p)]
    printed[random_.choice(parts)] = "肆、其他事項"


def _a_line_in_a_table(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    at = printed.index(_grids(printed)[1])
    printed.insert(at + 1, "本表經費單位為千元")


def _a_second_document(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    printed += pieces(small_plan(roc_year=random_.choice([107, 109])))


def _the_same_document_twice(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    printed += copy.deepcopy(printed)


def _a_blank_target(random_: random.Random, printed: list[Piece], plan: Plan) -> None:
    grid = _grids(printed)[0]
    random_.choice(grid.rows[grid.header_rows :])[-2].text = ""


def _a_plan_row_removed(random_: random.Random, printed: list[Piece], plan: Plan) -> Plan:
    """Plans have no numbers: what is not printed is not read, and nothing else changes."""
    number = random_.choice([1, 3])
    del _grids(printed)[1].rows[1 + number]
    _grids(printed)[1].rows[number][0].rows -= 1
    del plan.plans[number]
    return plan


def _headings_wrapped(random_: random.Random, printed: list[Piece], plan: Plan) -> Plan:
    for grid in _grids(printed):
        for cell in grid.rows[grid.header_rows - 1]:
            cell.text = f"{cell.text[:2]}\n{cell.text[2:]}"
    return plan


def _header_printed_again(random_: random.Random, printed: list[Piece], plan: Plan) -> Plan:
    """As at the head of a page, where nothing is merged over it."""
    grid = _grids(printed)[1]
    grid.rows.insert(3, copy.deepcopy(grid.rows[0]))
    return plan


def _goal_printed_in_each_row(random_: random.Random, printed: list[Piece], plan: Plan) -> Plan:
    grid = _grids(printed)[0]
    goal: list[Cell] = []
    for row in grid.rows[grid.header_rows :]:
        if len(row) > 7:
            goal = [Cell(cell.text) for cell in row[:2]]
            row[:2] = goal
        else:
            row[:0] = [Cell(cell.text) for cell in goal]
    return plan


def _numerals_changed(random_: random.Random, printed: list[Piece], plan: Plan) -> Plan:
    style = random_.choice(["({})", "( {} )", "（{} ）"])
    for number, piece in enumerate(printed):
        if isinstance(piece, str) and (found := re.match("（(.)）", piece)):
            printed[number] = style.format(found[1]) + piece[found.end() :]
    return plan


def _a_text_changed(random_: random.Random, printed: list[Piece], plan: Plan) -> Plan:
    row = random_.randrange(4)
    plan.kpis[row]["target_text"] = f"{random_.randrange(1000)}人"
    grid = _grids(printed)[0]
    grid.rows[grid.header_rows + row][-2].text = plan.kpis[row]["target_text"]
    return plan


def _preface_changed(random_: random.Random, printed: list[Piece], plan: Plan) -> Plan:
    printed.insert(1, f"依據行政院施政方針編定，第{random_.randrange(9)}版。")
    return plan


MUTATIONS: list[Mutation] = [
    *(_a_cell_is_lost, _a_cell_too_many, _two_cells_merged, _a_heading_is_lost),
    *(_a_kpi_row_is_lost, _a_strategy_is_lost, _a_number_is_changed, _a_kpi_number_is_changed),
    *(_a_part_is_named_otherwise, _a_line_in_a_table, _a_second_document),
    *(_the_same_document_twice, _a_blank_target, _a_plan_row_removed, _headings_wrapped),
    *(_header_printed_again, _goal_printed_in_each_row, _numerals_changed, _a_text_changed),
    _preface_changed,
]


def _mutated(folder: Path, seed: int) -> str:
    """Read a mutated plan right, or refuse it with one clear error; say which."""
    random_ = random.Random(seed)  # noqa: S311
    mutation = MUTATIONS[seed % len(MUTATIONS)]
    plan = small_plan()
    printed = pieces(plan)
    expected = mutation(random_, printed, plan)
    # Each mutation is met in every format.
    suffix = FORMATS[seed // len(MUTATIONS) % len(FORMATS)]
    path = folder / f"{seed}.{suffix}"
    try:
        WRITERS[suffix](path, printed)
    except (IndexError, AttributeError):
        # The format cannot print a table that is ragged or overlaps.
        path = folder / f"{seed}.html"
        write_html(path, printed)
    try:
        (chapter,) = _read(path)
    except InputError as error:
        assert expected is None, f"{mutation.__name__} {path.suffix}: {error}"
        assert str(error).count("To mend") == 1
        return "refused"
    assert expected is not None, f"{mutation.__name__} {path.suffix} was read"
    _cells_equal(chapter, expected)
    return "read"


def test_a_sample_of_mutations_is_read_right_or_refused(tmp_path: Path) -> None:
    told = [_mutated(tmp_path, seed) for seed in range(0, 200, 3)]
    assert {name: told.count(name) for name in sorted(set(told))} == {"read": 23, "refused": 44}


@pytest.mark.long
def test_two_hundred_mutations_are_read_right_or_refused(tmp_path: Path) -> None:
    told = [_mutated(tmp_path, seed) for seed in range(200)]
    assert {name: told.count(name) for name in sorted(set(told))} == {"read": 70, "refused": 130}


def test_a_performance_report_has_target_and_actual_beside_each_other(tmp_path: Path) -> None:
    headings = ["關鍵策略目標", "關鍵績效指標", "衡量標準", "原訂目標值", "實際達成值", "達成度"]
    spans = [2, 2, 1, 1, 1, 1]
    rows = [
        [
            Cell("一", 2),
            Cell("強化社會安全網", 2),
            *map(Cell, ("1", "涵蓋率", "人數", "83%", "84%", "100")),
        ],
        [*map(Cell, ("2", "服務據點", "處數", "1,735處", "1,600處", "92.2"))],
    ]
    header = [Cell(text, 1, span) for text, span in zip(headings, spans, strict=True)]
    printed: list[Piece] = ["衛生福利部107年度施政績效報告", "貳、關鍵績效指標達成情形"]
    for suffix in FORMATS:
        path = tmp_path / f"report.{suffix}"
        WRITERS[suffix](path, [*printed, Grid([header, *rows], 1)])
        (chapter,) = _read(path, "performance_report")
        assert [row["target_text"] for row in chapter.seeds["kpis"]] == ["83%", "1,735處"]
        actuals = chapter.seeds["past_actuals"]
        assert [(row["kpi_no"], row["actual_text"], row["attainment_text"]) for row in actuals] == [
            ("1", "84%", "100"),
            ("2", "1,600處", "92.2"),
        ]
        assert {row["roc_year"] for row in actuals} == {"107"}


def test_a_local_plan_has_weights_in_brackets_and_no_column_of_links(tmp_path: Path) -> None:
    below = ("評估體制", "評估方式", "衡量標準", "103年年度目標值")
    header = [
        [Cell("策略績效目標", 2, 2), Cell("衡量指標", 1, 6)],
        [Cell("衡量指標", 1, 2), *map(Cell, below)],
    ]
    first = ("一", "推展會展活動(6%)", "1", "統計數據", "補助辦展數", "100%")
    second = ("二", "輔導地方特色產業(4%)", "1", "統計數據", "實際輔導案數", "6場")
    rows = [
        [Cell("一", 2), Cell("輔導服務業發展(25%)", 2), *map(Cell, first)],
        [*map(Cell, second)],
    ]
    printed: list[Piece] = ["臺中市政府經濟發展局103年度施政計畫", "施政目標衡量指標"]
    for suffix in FORMATS:
        path = tmp_path / f"plan.{suffix}"
        WRITERS[suffix](path, [*printed, Grid([*header, *rows], 2)])
        (chapter,) = _read(path, "local_annual_plan")
        kpis = chapter.seeds["kpis"]
        assert [(row["goal_no"], row["kpi_no"], row["kpi_name_zh"]) for row in kpis] == [
            ("一", "1", "推展會展活動(6%)"),
            ("一", "2", "輔導地方特色產業(4%)"),
        ]
        assert [row["target_text"] for row in kpis] == ["100%", "6場"]


def _error(path: Path, layout: str = "annual_plan") -> str:
    with pytest.raises(InputError) as refused:
        _read(path, layout)
    return str(refused.value)


def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path: Path) -> None:
    write_docx(tmp_path / "plan.docx", pieces(small_plan()))
    assert "no title of the layout performance_report" in _error(
        tmp_path / "plan.docx", "performance_report"
    )
    assert "the layout `plan`" in _error(tmp_path / "plan.docx", "plan")
    assert "no such file" in _error(tmp_path / "none.docx")
    (tmp_path / "plan.xyz").write_text("", "utf-8")
    assert "ends in `.xyz`" in _error(tmp_path / "plan.xyz")
    (tmp_path / "locked.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100))
    assert "an encrypted file" in _error(tmp_path / "locked.docx")
    with zipfile.ZipFile(tmp_path / "locked.odt", "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert "an encrypted file" in _error(tmp_path / "locked.odt")
    for suffix in ("docx", "odt", "pdf"):
        (tmp_path / f"broken.{suffix}").write_bytes(b"not a document")
        assert "To mend" in _error(tmp_path / f"broken.{suffix}")


def test_numbers_that_word_counts_and_text_in_boxes_are_refused(tmp_path: Path) -> None:
    write_docx(tmp_path / "plan.docx", pieces(small_plan()))
    document = docx.Document(str(tmp_path / "plan.docx"))
    document.add_paragraph("第一項", style="List Number")
    document.save(str(tmp_path / "list.docx"))
    assert "numbers by itself" in _error(tmp_path / "list.docx")
    document = docx.Document(str(tmp_path / "plan.docx"))
    table = document.tables[0]
    table.cell(3, 8).add_table(1, 1).cell(0, 0).text = "格中之表"
    document.save(str(tmp_path / "nested.docx"))
    assert "4 characters that stand in no line and no cell" in _error(tmp_path / "nested.docx")


def test_a_scanned_or_locked_pdf_is_refused_with_the_reason(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (400, 600), "white").save(tmp_path / "scan.pdf")
    assert "page 1: it was scanned" in _error(tmp_path / "scan.pdf")


def test_the_report_shows_both_readings_of_a_goal_named_twice(tmp_path: Path) -> None:
    plan = small_plan()
    printed = pieces(plan)
    _grids(printed)[0].rows[2][1].text = "健全福利服務體系"
    write_docx(tmp_path / "plan.docx", printed)
    chapters = _read(tmp_path / "plan.docx")
    (uncertain,) = chapters[0].uncertain
    assert (uncertain.read, uncertain.other) == ("健全福利服務體系", plan.kpis[0]["goal_name_zh"])
    report = reading_report(
        tmp_path / "plan.docx", read_layout("annual_plan"), chapters, [], has_second=False
    )
    assert report.index("讀取報告") < report.index("Reading report")
    assert report.count(plan.kpis[0]["goal_name_zh"]) == 1 and "尚無第二次讀取" in report


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("一", 1),
        ("十二", 12),
        ("貳", 2),
        ("拾壹", 11),
        ("１２", 12),
        ("7", 7),
        ("甲", None),
        ("", None),
    ],
)
def test_numerals_of_every_width_have_a_value(printed: str, value: int | None) -> None:
    assert numeral_value(printed) == value


@pytest.mark.parametrize(
    ("printed", "style", "number"),
    [
        ("（一）推動", "bracketed_chinese", 1),
        ("(十二)推動", "bracketed_chinese", 12),
        ("㈢推動", "bracketed_chinese", 3),
        ("一、推動", "chinese", 1),
        ("壹、推動", "formal", 1),
        ("１．推動", "digits", 1),
        ("2.推動", "digits", 2),
        ("⒉推動", "digits", 2),
        ("⑵推動", "bracketed_digits", 2),
        ("②推動", "circled", 2),
    ],
)
def test_numbers_are_known_in_all_usual_forms(printed: str, style: str, number: int) -> None:
    found = numbered(printed)
    assert found is not None
    assert (found.style, found.number, found.text) == (style, number, "推動")


@pytest.mark.parametrize("printed", ["推動", "2.5微米", "一般行政", "12萬人"])
def test_a_text_that_begins_with_a_figure_has_no_number(printed: str) -> None:
    assert numbered(printed) is None


def test_every_layout_reads_seeds_that_are_declared() -> None:
    assert {"annual_plan", "local_annual_plan", "performance_report"} <= set(layout_names())
    for name in layout_names():
        assert read_layout(name).parts
    assert [chinese_numeral(n) for n in (1, 10, 21)] == ["一", "十", "二十一"]
