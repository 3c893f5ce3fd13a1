"""Loading users' files: what is accepted, what is refused and how, and what lands."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow
import pyarrow.parquet
import pytest
import yaml
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from foundation.errors import InputError
from foundation.locations import PROJECT_ROOT
from loaders.files.declarations import conventions, kinds
from loaders.files.errors import LandingBusy, LandingError, PersonalDataFound
from loaders.files.landing import Landing
from loaders.files.loading import read_table
from loaders.files.personal_data import find_personal_data, has_identity_checksum, kind_in_text
from loaders.files.readers.workbooks import LISTS_SHEET, NOTES_SHEET
from loaders.files.reference_page import page_with_reference
from loaders.files.templates import write_template
from tests.python.conftest import BuiltProject, Project
from tests.python.loading_files import (
    HEADER,
    ROW_1,
    ROW_2,
    TABLE,
    Rows,
    csv_text,
    landed,
    lists,
    load,
    ods_cell,
    with_cell,
    write_csv,
    write_ndjson,
    write_ods,
    write_ods_sheets,
    write_parquet,
    write_xlsx,
)
from warehouse.cli import KINDS

# Formats and encodings


def _utf8(path: Path) -> Path:
    return write_csv(path / "a.csv", TABLE)


def _with_mark(path: Path) -> Path:
    return write_csv(path / "a.csv", TABLE, encoding="utf-8-sig")


def _big5(path: Path) -> Path:
    return write_csv(path / "a.csv", TABLE, encoding="cp950")


def _tabs(path: Path) -> Path:
    return write_csv(path / "a.tsv", TABLE, separator="\t")


def _windows_line_ends(path: Path) -> Path:
    file = path / "a.csv"
    file.write_bytes(csv_text(TABLE).replace("\n", "\r\n").encode())
    return file


def _xlsx(path: Path) -> Path:
    return write_xlsx(path / "a.xlsx", TABLE)


def _ods(path: Path) -> Path:
    return write_ods(path / "a.ods", TABLE)


def _ndjson(path: Path) -> Path:
    return write_ndjson(path / "a.ndjson", TABLE)


def _parquet(path: Path) -> Path:
    return write_parquet(path / "a.parquet", TABLE)


WRITERS = [
    _utf8, _with_mark, _big5, _tabs, _windows_line_ends, _xlsx, _ods, _ndjson, _parquet,
]  # fmt: skip


@pytest.mark.parametrize("write", WRITERS)
def test_every_format_lands_the_same_rows(write: Callable[[Path], Path], tmp_path: Path) -> None:
    outcome = load(tmp_path, write(tmp_path))[0]
    assert (outcome.load.read_row_count, outcome.load.landed_row_count) == (2, 2)
    rows = landed(tmp_path)
    assert [row["kpi_id"] for row in rows] == [ROW_1[0], ROW_2[0]]
    assert [row["roc_year"] for row in rows] == [107, 107]
    assert {row["as_of_date"] for row in rows} == {date(2018, 12, 31)}
    assert [row["actual_value"] for row in rows] == [Decimal("84.2"), Decimal(65)]
    assert [row["actual_value_text"] for row in rows] == ["84.2%", "65"]
    assert {row["data_maturity_code"] for row in rows} == {"full_year"}
    assert {row["comparability_code"] for row in rows} == {"exact"}


@pytest.mark.parametrize(
    "header",
    [
        [column.header_en for column in kinds()["kpi_actuals"].columns],
        [column.header_zh for column in kinds()["kpi_actuals"].columns],
        [column.name for column in kinds()["kpi_actuals"].columns],
    ],
)
def test_headers_are_english_chinese_or_the_warehouses_own(
    header: list[str], tmp_path: Path
) -> None:
    row = ["mohw_fy107_plan/mohw/1-1", "", "107", "107/12/31", "", "1", "%", "", "", "全年", ""]
    load(tmp_path, write_csv(tmp_path / "a.csv", [header, row]))
    assert len(landed(tmp_path)) == 1


def test_a_spreadsheets_own_numbers_dates_and_percentages_are_read_as_shown(
    tmp_path: Path,
) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(list(HEADER))
    sheet.append([ROW_1[0], 107, date(2018, 12, 31), 0.123, "%", "full_year"])
    sheet["D2"].number_format = "0.0%"
    sheet.append([ROW_2[0], 107, date(2018, 12, 31), 0.1 + 0.2, "%", "full_year"])
    workbook.save(tmp_path / "a.xlsx")
    load(tmp_path, tmp_path / "a.xlsx")
    assert [row["actual_value_text"] for row in landed(tmp_path)] == ["12.3%", "0.3"]
    assert {row["as_of_date"] for row in landed(tmp_path)} == {date(2018, 12, 31)}


def test_ods_values_are_read_as_shown(tmp_path: Path) -> None:
    cells = [
        *map(ods_cell, (ROW_1[0], "107")),
        '<table:table-cell office:value-type="date" office:date-value="2018-12-31"/>',
        '<table:table-cell office:value-type="percentage" office:value="0.123"/>',
        *map(ods_cell, ("%", "全年")),
    ]
    rows = "".join(
        f"<table:table-row>{row}</table:table-row>"
        for row in ("".join(map(ods_cell, HEADER)), "".join(cells))
    )
    load(tmp_path, write_ods_sheets(tmp_path / "a.ods", {"table": rows}))
    assert landed(tmp_path)[0]["actual_value_text"] == "12.3%"
    assert landed(tmp_path)[0]["as_of_date"] == date(2018, 12, 31)


def test_parquets_own_types_are_read(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "kpi_id": [ROW_1[0]],
            "roc_year": [107],
            "as_of_date": [date(2018, 12, 31)],
            "actual_value": [84.2],
            "unit_zh": ["%"],
            "data_maturity_code": ["full_year"],
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    load(tmp_path, tmp_path / "a.parquet")
    assert landed(tmp_path)[0]["actual_value"] == Decimal("84.2")


# Bad cells: each with its row, column, what was found and how to mend it


@pytest.mark.parametrize(
    ("column", "text", "found", "advice"),
    [
        pytest.param("實際值", "1,2345", "`1,2345`", "comma", id="comma"),
        pytest.param("實際值", "１２３", "full-width", "write 123", id="full-width"),
        pytest.param("實際值", "３.5", "full-width", "write 3.5", id="half-full-width"),
        pytest.param("實際值", "－", "an empty cell", "fill in", id="dash"),
        pytest.param("實際值", "", "an empty cell", "fill in", id="empty"),
        pytest.param("實際值", "NaN", "`NaN`", "finite", id="nan"),
        pytest.param("實際值", "-inf", "`-inf`", "finite", id="infinite"),
        pytest.param("實際值", "9" * 14, "beyond any plausible", "unit", id="absurd"),
        pytest.param("實際值", "9" * 40, "beyond any plausible", "unit", id="absurdly-long"),
        pytest.param("實際值", "12 34", "`12 34`", "digits", id="spaces"),
        pytest.param("實際值", "..", "`..`", "blanks", id="dots"),
        pytest.param("實際值", "3.5億", "`3.5億` in the unit %", "unit", id="hundred-millions"),
        pytest.param("實際值", "約84", "`約84`", "digits only", id="word"),
        pytest.param("單位", "十億分之一", "`十億分之一`", "recipe", id="unknown-unit"),
        pytest.param("單位", "人", "`84.2%` in the unit 人", "unit", id="percent-of-persons"),
        pytest.param("指標代碼", "mohw_fy107_plan/mohw/1-7", "1-7", "a new KPI", id="unknown-kpi"),
        pytest.param(
            "指標代碼", "2歲以下兒童照顧津貼涵蓋率", "涵蓋率", "which one", id="name-of-two-kpis"
        ),
        pytest.param("資料截止日", "112/2/29", "2023 does not have", "day", id="no-leap-year"),
        pytest.param("資料截止日", "113/13/1", "2024 does not have", "day", id="month-13"),
        pytest.param("資料截止日", "112.13", "`112.13`", "113/2/29", id="year-and-month"),
        pytest.param("資料截止日", "2018", "`2018`", "113/2/29", id="year-alone"),
        pytest.param("資料截止日", "1899-12-31", "`1899-12-31`", "from 1912", id="too-early"),
        pytest.param("資料截止日", "１０７/12/31", "full-width", "write 107/12/31", id="wide-date"),
        pytest.param("年度", "1070", "`1070`", "1 to 120", id="no-such-year"),
        pytest.param("年度", "一百零七", "`一百零七`", "107", id="year-in-words"),
        pytest.param("資料成熟度", "完整", "`完整`", "write", id="no-such-code"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(
    column: str, text: str, found: str, advice: str, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", with_cell(column, text))
    with pytest.raises(InputError) as refused:
        load(tmp_path, path)
    error = refused.value
    assert error.line == 2
    assert error.column == ("實際值" if text == "人" else column)
    assert found in error.found
    assert advice in str(error)
    assert "a.csv, line 2" in str(error)
    assert landed(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12.3%", "%", "12.3"),
        ("3.5億", "人", "350000000"),
        ("1.2萬", "件", "12000"),
        ("1,158.1", "億元", "1158.1"),
        ("-0.5", "%", "-0.5"),
        ("0", "%", "0"),
        ("1e5", "人", "100000"),
        ("1.234E+06", "件", "1234000"),
        ("0.1234567", "%", "0.123457"),
        ("(1,234)", "件", "-1234"),
        ("−5", "件", "-5"),
        ("1 234", "件", "1234"),
        ("1,234(註1)", "件", "1234"),
        ("1,234 (r)", "件", "1234"),
        (" 84.2 ", "%", "84.2"),
        ("　84.2　", "%", "84.2"),
    ],
)
def test_a_good_number_is_read(text: str, unit: str, value: str, tmp_path: Path) -> None:
    table = with_cell("單位", unit, with_cell("實際值", text))
    load(tmp_path, write_csv(tmp_path / "a.csv", table))
    assert landed(tmp_path)[0]["actual_value"] == Decimal(value)


@pytest.mark.parametrize("unit", ["億元", "萬人"])
def test_a_multiple_of_a_unit_that_is_one_is_refused(unit: str, tmp_path: Path) -> None:
    table = with_cell("單位", unit, with_cell("實際值", "3.5億"))
    with pytest.raises(InputError, match="already says"):
        load(tmp_path, write_csv(tmp_path / "a.csv", table))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("113/2/29", date(2024, 2, 29)),
        ("113-02-29", date(2024, 2, 29)),
        ("113.2.29", date(2024, 2, 29)),
        ("113年2月29日", date(2024, 2, 29)),
        ("民國113年2月29日", date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2024/2/29 00:00:00", date(2024, 2, 29)),
        ("99/1/1", date(2010, 1, 1)),
    ],
)
def test_a_date_is_roc_or_gregorian(text: str, day: date, tmp_path: Path) -> None:
    load(tmp_path, write_csv(tmp_path / "a.csv", with_cell("資料截止日", text)))
    assert landed(tmp_path)[0]["as_of_date"] == day


def test_an_agency_must_be_the_kpis(tmp_path: Path) -> None:
    def table(agency: str) -> Rows:
        return [(*HEADER, "機關"), (*ROW_1, agency)]

    with pytest.raises(InputError, match="nearest match: `mohw`") as unknown:
        load(tmp_path, write_csv(tmp_path / "a.csv", table("衛生福利布")))
    assert unknown.value.column == "機關"
    with pytest.raises(InputError, match="write mohw"):
        load(tmp_path, write_csv(tmp_path / "b.csv", table("內政部")))
    load(tmp_path, write_csv(tmp_path / "c.csv", table("衛生福利部")))
    assert landed(tmp_path)[0]["agency_id"] == "mohw"


def test_a_figure_that_is_only_similar_says_why_and_no_other_does(tmp_path: Path) -> None:
    header = (*HEADER, "可比較性", "可比較性說明")
    for number, (code, note) in enumerate((("similar", ""), ("exact", "x"), ("", "x"))):
        path = write_csv(tmp_path / f"{number}.csv", [header, (*ROW_1, code, note)])
        with pytest.raises(InputError, match="where 可比較性 is similar") as refused:
            load(tmp_path, path)
        assert refused.value.column == "可比較性說明"
    load(tmp_path, write_csv(tmp_path / "a.csv", [header, (*ROW_1, "similar", "另一範圍")]))
    assert landed(tmp_path)[0]["comparability_note"] == "另一範圍"


def test_a_kpi_may_be_named_where_only_one_has_the_name(tmp_path: Path) -> None:
    kpi = next(
        entry for entry in lists()["kpis"].entries.values() if entry.value.startswith("nhi_digital")
    )
    load(tmp_path, write_csv(tmp_path / "a.csv", with_cell("指標代碼", kpi.labels[0])))
    assert landed(tmp_path)[0]["kpi_id"] == kpi.value


# Bad headers and shapes


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param([HEADER[:-1], ROW_1[:-1]], "no column 資料成熟度", id="missing"),
        pytest.param([("指標代馬", *HEADER[1:]), ROW_1], "if it is `指標代碼`", id="misspelt"),
        pytest.param([(*HEADER, "備註"), (*ROW_1, "x")], "not declared", id="extra"),
        pytest.param([(*HEADER, "Unit"), (*ROW_1, "%")], "單位 (Unit) twice", id="twice"),
        pytest.param([HEADER], "a header without rows", id="no-rows"),
        pytest.param([HEADER, (*ROW_1, "x")], "7 cells", id="longer-row"),
        pytest.param(
            [HEADER, ROW_1, [""] * 6, HEADER, ROW_2], "empty row 3", id="two-tables-below"
        ),
        pytest.param(
            [(*HEADER, "", *HEADER), (*ROW_1, "", *ROW_2)], "without a header", id="two-beside"
        ),
        pytest.param([HEADER, ROW_1, ROW_1], "first seen in row 2", id="key-twice"),
    ],
)
@pytest.mark.parametrize("write", [write_csv, write_xlsx, write_ods])
def test_a_bad_table_is_refused(
    write: Callable[[Path, Rows], Path], table: Rows, message: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{write.__name__.removeprefix('write_')}"
    with pytest.raises(InputError) as refused:
        load(tmp_path, write(path, table))
    if message == "first seen in row 2":
        assert "a key that stands again in row 3" in str(refused.value)
    else:
        assert message in str(refused.value)


def test_a_file_of_another_kind_is_told_by_its_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="load the file `--as kpi_actuals`"):
        load(tmp_path, write_csv(tmp_path / "a.csv", TABLE), kind="budgets")


def _sheet(tmp_path: Path, change: Callable[[Workbook, Worksheet], None]) -> Path:
    workbook = load_workbook(write_xlsx(tmp_path / "a.xlsx", TABLE))
    change(workbook, workbook.worksheets[0])
    workbook.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def _merge(_workbook: Workbook, sheet: Worksheet) -> None:
    sheet.merge_cells("A2:A3")


def _formula(_workbook: Workbook, sheet: Worksheet) -> None:
    sheet["D2"] = "=40+44.2"


def _hide_sheet(workbook: Workbook, _sheet: Worksheet) -> None:
    workbook.create_sheet("old").append(["kept from view"])
    workbook["old"].sheet_state = "hidden"


def _very_hidden_sheet(workbook: Workbook, _sheet: Worksheet) -> None:
    workbook.create_sheet("old").sheet_state = "veryHidden"


def _second_sheet(workbook: Workbook, _sheet: Worksheet) -> None:
    workbook.create_sheet("more").append(["another table"])


def _hide_row(_workbook: Workbook, sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def _hide_column(_workbook: Workbook, sheet: Worksheet) -> None:
    sheet.column_dimensions["B"].hidden = True


def _error(_workbook: Workbook, sheet: Worksheet) -> None:
    sheet["D2"] = "#DIV/0!"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_merge, "merged cells at A2:A3"),
        (_formula, "a formula at D2"),
        (_hide_sheet, "a hidden sheet"),
        (_very_hidden_sheet, "a hidden sheet"),
        (_second_sheet, "2 sheets"),
        (_hide_row, "something hidden at row 3"),
        (_hide_column, "something hidden at column B"),
        (_error, "an error value at D2"),
    ],
)
def test_a_workbook_with_more_than_a_plain_table_is_refused(
    change: Callable[[Workbook, Worksheet], None], message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message):
        load(tmp_path, _sheet(tmp_path, change))


def test_a_computed_cell_has_its_stored_value_and_is_told_of(tmp_path: Path) -> None:
    path = _sheet(tmp_path, _formula)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    computed = parts[sheet].replace(b"</f><v></v>", b"</f><v>84.2</v>")
    computed = computed.replace(b"</f><v />", b"</f><v>84.2</v>").replace(
        b"</f><v/>", b"</f><v>84.2</v>"
    )
    assert computed != parts[sheet]
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, computed if name == sheet else part)
    outcome = load(tmp_path, path)[0]
    assert landed(tmp_path)[0]["actual_value"] == Decimal("84.2")
    assert outcome.notes == ("1 computed cell is read by the stored value, the first at D2",)


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ('table:number-rows-spanned="2"', "merged cells at row 2, column 1"),
        ('table:number-columns-repeated="9999"', "repeated beyond any table"),
    ],
)
def test_an_ods_sheet_with_more_than_a_plain_table_is_refused(
    attributes: str, message: str, tmp_path: Path
) -> None:
    row = ods_cell(ROW_1[0], attributes) + "".join(map(ods_cell, ROW_1[1:]))
    rows = (
        f"<table:table-row>{''.join(map(ods_cell, HEADER))}</table:table-row>"
        f"<table:table-row>{row}</table:table-row>"
    )
    with pytest.raises(InputError, match=message):
        load(tmp_path, write_ods_sheets(tmp_path / "a.ods", {"table": rows}))


def test_a_hidden_or_second_ods_sheet_is_refused(tmp_path: Path) -> None:
    other = f"<table:table-row>{ods_cell('x')}</table:table-row>"
    with pytest.raises(InputError, match="2 sheets"):
        load(tmp_path, write_ods(tmp_path / "a.ods", TABLE, other=other))
    hidden = (
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    )
    path = write_ods_sheets(tmp_path / "b.ods", {"table": other}, styles=hidden)
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml", content.replace("<table:table ", '<table:table table:style-name="h" ')
        )
    with pytest.raises(InputError, match="a hidden sheet"):
        load(tmp_path, path)


def test_an_xml_bomb_in_an_ods_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    content = f'<!DOCTYPE x [<!ENTITY e0 "bomb">{entities}]><x>&e8;</x>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("content.xml", content)
    with pytest.raises(InputError, match="a damaged file"):
        load(tmp_path, tmp_path / "a.ods")


# Bad files


def _write(tmp_path: Path, name: str, content: bytes) -> Path:
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("a.csv", b"", "an empty file", id="empty"),
        pytest.param("a.csv", b"\n\n", "an empty file", id="blank-lines"),
        pytest.param("a.xlsx", b"PK\x03\x04 no zip", "no whole workbook", id="no-xlsx"),
        pytest.param("a.parquet", b"PAR1 and no more", "a damaged file", id="no-parquet"),
        pytest.param("a.ndjson", b'{"a": 1', "not JSON", id="cut-json"),
        pytest.param("a.ndjson", b'{"a": {"b": 1}}', "within a field", id="nested-json"),
        pytest.param("a.ndjson", b'{"a": 1, "a": 2}', "named twice", id="field-twice"),
        pytest.param("a.ndjson", b"[1, 2]", "no object", id="json-list"),
        pytest.param("a.pdf", b"x", "the ending `.pdf`", id="other-format"),
        pytest.param("a", b"x", "without an ending", id="no-ending"),
        pytest.param("a.csv", b"\xff\xfe\x00", "not utf-16", id="cut-utf-16"),
        pytest.param("a.json", b'{"a": 1', "not JSON", id="cut-json-value"),
        pytest.param("a.json", b'{"a": 1}', "no list of objects", id="json-without-rows"),
        pytest.param("a.json", b'[{"a": 1, "a": 2}]', "named twice", id="json-field-twice"),
        pytest.param("a.xls", b"no workbook", "no whole workbook", id="no-xls"),
        pytest.param("a.csv", b"\xff\xfa,1\n", "neither UTF-8 nor Big5", id="no-text"),
        pytest.param("a.csv", b'a,b\n"1,2\n', "broken quoting", id="open-quote"),
        pytest.param("a.csv", b"a,b\n1,\x00\n", "control character", id="nul"),
    ],
)
def test_a_bad_file_is_refused(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        load(tmp_path, _write(tmp_path, name, content))


def test_mixed_encodings_are_refused_with_the_line(tmp_path: Path) -> None:
    lines = csv_text(TABLE).splitlines(keepends=True)
    content = lines[0].encode() + lines[1].encode("cp950") + lines[2].encode()
    with pytest.raises(InputError, match="mixed encodings") as refused:
        load(tmp_path, _write(tmp_path, "a.csv", content))
    assert refused.value.line == 2


def test_a_truncated_parquet_is_refused(tmp_path: Path) -> None:
    whole = write_parquet(tmp_path / "a.parquet", TABLE).read_bytes()
    for length in (4, len(whole) // 2, len(whole) - 1):
        with pytest.raises(InputError, match="a damaged file"):
            load(tmp_path, _write(tmp_path, "a.parquet", whole[:length]))


def test_a_parquet_whose_texts_are_no_text_is_refused(tmp_path: Path) -> None:
    binary = pyarrow.array([b"\xff\xfe\xfd"], pyarrow.binary())
    broken = pyarrow.StringArray.from_buffers(1, *binary.buffers()[1:])
    pyarrow.parquet.write_table(pyarrow.table({"KPI": broken}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match="a damaged file"):
        load(tmp_path, tmp_path / "a.parquet")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", TABLE)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        for _ in range(conventions().limits.unpacked_bytes // (1 << 20) + 1):
            part.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(InputError, match="unpacks to more than"):
        load(tmp_path, path)


def test_a_workbook_that_names_a_path_outside_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", TABLE)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../outside.xml", "x")
    with pytest.raises(InputError, match="a path outside"):
        load(tmp_path, path)


def test_a_line_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(InputError, match="a line of more than"):
        load(tmp_path, path)


def test_only_plain_files_of_the_allowed_folder_are_read(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    secret = write_csv(outside / "a.csv", TABLE)
    (inside / "link.csv").symlink_to(secret)
    for path, message in (
        (inside / "link.csv", "link to a file in another folder"),
        (inside, "a folder or device"),
        (Path("/dev/zero"), "a folder or device"),
        (inside / "none.csv", "nothing that can be opened"),
    ):
        with pytest.raises(InputError, match=message):
            load(tmp_path, path)
    for path in (secret, inside / "link.csv", inside / ".." / "outside" / "a.csv"):
        with pytest.raises(InputError, match="a path outside"):
            load(tmp_path, path, inside=inside)
    load(tmp_path, write_csv(inside / "b.csv", TABLE), inside=inside)
    assert len(landed(tmp_path)) == 2


# Landing


def test_loading_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", TABLE)
    load(tmp_path, path)
    before = _files(tmp_path / "landing")
    path.rename(tmp_path / "renamed.csv")
    assert load(tmp_path, tmp_path / "renamed.csv")[0].is_known
    assert _files(tmp_path / "landing") == before


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    outcome = load(tmp_path, write_csv(tmp_path / "a.csv", TABLE), is_dry_run=True)[0]
    assert outcome.load.landed_row_count == 2
    assert not (tmp_path / "landing").exists()


def test_all_files_of_a_command_land_or_none(tmp_path: Path) -> None:
    good = write_csv(tmp_path / "a.csv", [HEADER, ROW_1])
    bad = write_csv(tmp_path / "b.csv", [HEADER, (*ROW_2[:3], "x", *ROW_2[4:])])
    with pytest.raises(InputError):
        load(tmp_path, good, bad)
    assert landed(tmp_path) == []
    same_key = write_csv(tmp_path / "c.csv", with_cell("實際值", "1"))
    with pytest.raises(InputError, match=r"a key that .*a\.csv has as well"):
        load(tmp_path, good, same_key)
    assert landed(tmp_path) == []


def test_a_corrected_file_supersedes_by_key_and_taking_it_back_restores(tmp_path: Path) -> None:
    first = load(tmp_path, write_csv(tmp_path / "a.csv", TABLE))[0].load
    corrected = write_csv(tmp_path / "b.csv", [HEADER, with_cell("實際值", "80")[1]])
    outcome = load(tmp_path, corrected)[0]
    assert outcome.superseded == {first.batch_id: 1}
    landing = Landing(tmp_path / "landing")
    assert [each.load_no for each in landing.active()] == [1, 2]
    landing.unload(outcome.load.batch_id)
    assert [each.load_no for each in landing.active()] == [1]
    history = landing.loads()
    assert [each.unloaded_at is None for each in history] == [True, False]
    again = load(tmp_path, corrected)[0].load
    assert (again.load_no, again.batch_id) == (3, outcome.load.batch_id)
    assert len(landing.loads()) == 3


def test_only_a_loaded_batch_can_be_taken_back(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    load(tmp_path, write_csv(tmp_path / "a.csv", TABLE))
    for batch_id in ("kpi_actuals_none", "../../etc/passwd"):
        with pytest.raises(LandingError, match="loaded are: kpi_actuals_"):
            landing.unload(batch_id)


def test_a_batch_that_was_changed_is_refused(tmp_path: Path) -> None:
    loaded = load(tmp_path, write_csv(tmp_path / "a.csv", TABLE))[0].load
    landing = Landing(tmp_path / "landing")
    (landing.folder / loaded.parquet_file).write_bytes(b"other")
    with pytest.raises(InputError, match="with SHA-256"):
        landing.verify()
    (landing.folder / loaded.parquet_file).unlink()
    with pytest.raises(InputError, match="no such batch"):
        load(tmp_path, write_csv(tmp_path / "b.csv", [HEADER, ROW_2]))


def test_a_list_of_loads_that_names_a_file_outside_is_refused(tmp_path: Path) -> None:
    load(tmp_path, write_csv(tmp_path / "a.csv", TABLE))
    path = tmp_path / "landing" / "loads.ndjson"
    record = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**record, "parquet_file": "../outside.parquet"}) + "\n", "utf-8")
    with pytest.raises(InputError, match="a line that is no load"):
        Landing(tmp_path / "landing").loads()


def test_a_load_that_fails_midway_leaves_what_counts_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, write_csv(tmp_path / "a.csv", [HEADER, ROW_1]))
    before = Landing(tmp_path / "landing").loads()
    real = os.replace

    def full_disk(old: Path, new: Path) -> None:
        if new.name == "loads.ndjson":
            raise OSError(28, "No space left on device")
        real(old, new)

    monkeypatch.setattr("loaders.files.landing.os.replace", full_disk)
    with pytest.raises(LandingError, match="No space left"):
        load(tmp_path, write_csv(tmp_path / "b.csv", [HEADER, ROW_2]))
    monkeypatch.undo()
    assert Landing(tmp_path / "landing").loads() == before
    assert not list((tmp_path / "landing").rglob(".*.new"))
    load(tmp_path, tmp_path / "b.csv")
    assert len(landed(tmp_path)) == 2


def test_a_build_and_a_load_do_not_meet(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    path = write_csv(tmp_path / "a.csv", TABLE)
    with landing.locked(is_shared=True):
        with landing.locked(is_shared=True):
            pass
        with pytest.raises(LandingBusy, match="in use"):
            load(tmp_path, path)


def test_a_key_of_a_document_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [("指標代碼", "年度", "目標值"), (ROW_1[0], "107", "90%")])
    taken = frozenset({"mohw_fy107_plan~1mohw~11-1/107"})
    with pytest.raises(InputError, match="a published document already"):
        load(tmp_path, path, kind="kpi_targets", taken_keys=lambda _: taken)


# Quarantine


def test_quarantined_and_landed_rows_add_up_and_say_why(tmp_path: Path) -> None:
    bad = (*ROW_2[:3], "1,2345", *ROW_2[4:])
    twice = ("mohw_fy107_plan/mohw/3-1", *ROW_2[1:])
    table = [HEADER, ROW_1, bad, twice, twice]
    loaded = load(tmp_path, write_csv(tmp_path / "a.csv", table), is_quarantining=True)[0].load
    counts = (loaded.read_row_count, loaded.landed_row_count, loaded.quarantined_row_count)
    assert counts == (4, 1, 3)
    assert loaded.quarantine_file is not None
    set_aside = pl.read_csv(tmp_path / "landing" / loaded.quarantine_file, infer_schema=False)
    assert set_aside["row"].to_list() == ["3", "4", "5"]
    assert set_aside["actual_value"].to_list() == ["1,2345", "65", "65"]
    assert "1,2345" in set_aside["reason"][0]
    assert "stands again in row 5" in set_aside["reason"][1]
    assert "first seen in row 4" in set_aside["reason"][2]
    assert [row["_row_no"] for row in landed(tmp_path)] == [2]


def test_a_file_without_a_good_row_is_refused_even_so(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADER, (*ROW_1[:3], "x", *ROW_1[4:])])
    with pytest.raises(InputError):
        load(tmp_path, path, is_quarantining=True)
    assert Landing(tmp_path / "landing").loads() == []


# Personal data. All numbers are made up; those with a valid checksum are the textbook examples.

IDENTITY = "A123456789"
NEW_PERMIT = "A800000014"
OLD_PERMIT = "AB12345677"
NHI_CARD = "000012345678"
MOBILE = "0912345678"


@pytest.mark.parametrize("number", [IDENTITY, NEW_PERMIT, OLD_PERMIT, "F131104093"])
def test_checksums_of_identity_numbers(number: str) -> None:
    assert has_identity_checksum(number)
    last = str((int(number[-1]) + 1) % 10)
    assert not has_identity_checksum(number[:-1] + last)
    assert kind_in_text(number[:-1] + last) is None


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        IDENTITY.lower(),
        "Ａ１２３４５６７８９",
        "A12345-6789",
        f"個案{IDENTITY}，已結案",
        NEW_PERMIT,
        OLD_PERMIT,
        NHI_CARD,
        "0000-1234-5678",
        "健保卡 123456789012",
        MOBILE,
        "0912-345-678",
        "0912 345678",
        "+886912345678",
        "+886-912-345-678",
        "王小明 70/5/3",
        "王小明（民國70年5月3日）",
        "出生日期：1985-03-02",
        "1985年3月2日生",
    ],
)
def test_personal_data_is_found_within_a_text(text: str) -> None:
    assert kind_in_text(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "A123456788",
        "A323456789",
        "XA123456789",
        "A1234567890",
        "350000000000",
        "123456789012",
        "912345678",
        "0.0912345678",
        "12,345,678",
        "000000000000",
        "113/2/29",
        "115-06-24",
        "2024-02-29",
        "高雄市 98/01/01",
        "出生率",
        "新生兒出生通報率達99%",
        "mohw_fy107_plan/mohw/1-1",
        "https://www.mohw.gov.tw/lp-0912.html",
        "自107年1月1日起實施",
        "王小明",
    ],
)
def test_ordinary_texts_are_no_personal_data(text: str) -> None:
    assert kind_in_text(text) is None


METRICS = ("指標代碼", "指標名稱", "分項", "期間起日", "期間迄日", "數值", "單位")
METRIC = ("clinic_visits", "門診件數", "西醫基層", "107/1/1", "107/1/31", "12345", "件")


def _planted(column: int, text: str) -> Rows:
    row = [*METRIC]
    row[column] = text
    return [METRICS, METRIC, row]


PLANTED = [
    pytest.param(_planted(2, IDENTITY), id="identity-card"),
    pytest.param(_planted(5, IDENTITY), id="identity-card-as-a-figure"),
    pytest.param(_planted(1, f"門診{NEW_PERMIT}"), id="new-residence-permit"),
    pytest.param(_planted(2, OLD_PERMIT), id="old-residence-permit"),
    pytest.param(_planted(5, NHI_CARD), id="nhi-card"),
    pytest.param(_planted(2, MOBILE), id="mobile"),
    pytest.param(_planted(2, "王小明 1985/3/2"), id="name-with-birth-date"),
    pytest.param([(*METRICS, IDENTITY), (*METRIC, "1")], id="in-a-header"),
    pytest.param([(*METRICS, "身分證字號"), (*METRIC, "x")], id="header-of-identity-numbers"),
    pytest.param([(*METRICS, "生日"), (*METRIC, "70/5/3")], id="header-of-birth-dates"),
    pytest.param([(*METRICS, "手機"), (*METRIC, "912345678")], id="mobile-without-its-zero"),
    pytest.param([(*METRICS, "手機"), (*METRIC, "886912345678")], id="mobile-with-country-code"),
    pytest.param([(*METRICS, "健保卡號"), (*METRIC, "123456789012")], id="card-without-zeros"),
    pytest.param([(*METRICS, "x", "y"), (*METRIC, "王小明", "1985/3/2")], id="name-and-date"),
    pytest.param(
        [
            METRICS,
            ("clinic_visits", "門診件數", "王小明", "98/3/5", "107/1/31", "1", "件"),
            ("clinic_visits", "門診件數", "陳美麗", "101/7/12", "107/1/31", "1", "件"),
            ("clinic_visits", "門診件數", "林志強", "105/11/23", "107/1/31", "1", "件"),
        ],
        id="a-register-in-declared-columns",
    ),
]  # fmt: skip
SECRETS = (IDENTITY, NEW_PERMIT, OLD_PERMIT, NHI_CARD, MOBILE, "王小明", "陳美麗", "912345678")


@pytest.mark.parametrize("table", PLANTED)
@pytest.mark.parametrize("is_quarantining", [False, True])
def test_personal_data_refuses_the_whole_file_and_reaches_nothing(
    table: Rows, is_quarantining: bool, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", table)
    with pytest.raises(PersonalDataFound) as refused:
        load(tmp_path, path, kind="programme_metrics", is_quarantining=is_quarantining)
    written = [content.decode("utf-8") for content in _files(tmp_path / "landing").values()]
    for text in (str(refused.value), repr(refused.value), *written):
        assert not [secret for secret in SECRETS if secret in text]
    assert Landing(tmp_path / "landing").loads() == []


@pytest.mark.parametrize("write", [write_xlsx, write_ods, write_ndjson, write_parquet])
def test_personal_data_is_found_in_every_format(
    write: Callable[[Path, Rows], Path], tmp_path: Path
) -> None:
    ending = write.__name__.removeprefix("write_")
    with pytest.raises(PersonalDataFound):
        load(tmp_path, write(tmp_path / f"a.{ending}", _planted(2, IDENTITY)))


def test_personal_data_in_the_name_of_file_or_sheet_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(PersonalDataFound) as refused:
        load(tmp_path, write_csv(tmp_path / f"{IDENTITY}.csv", TABLE))
    assert IDENTITY not in str(refused.value)
    with pytest.raises(InputError) as broken:
        load(tmp_path, tmp_path / f"{IDENTITY}.pdf")
    assert IDENTITY not in str(broken.value)
    workbook = load_workbook(write_xlsx(tmp_path / "a.xlsx", TABLE))
    workbook.worksheets[0].title = IDENTITY
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(PersonalDataFound) as sheet:
        load(tmp_path, tmp_path / "a.xlsx")
    assert IDENTITY not in str(sheet.value)


def test_ordinary_metrics_are_no_personal_data(tmp_path: Path) -> None:
    table = [
        METRICS,
        ("clinic_visits", "門診件數", "高雄市", "107/1/1", "107/1/31", "350000000000", "件"),
        ("clinic_visits", "門診件數", "高血壓", "107/2/1", "107/2/28", "912345678", "件"),
        ("clinic_visits", "門診件數", "金門縣", "107/3/5", "107/3/20", "123456789012", "件"),
        ("clinic_visits", "門診件數", "連江縣", "109/4/5", "109/4/20", "1", "件"),
    ]
    path = write_csv(tmp_path / "a.csv", table)
    assert find_personal_data(read_table(path, None)[1], "a.csv") is None


def test_nothing_that_documents_print_is_taken_for_personal_data() -> None:
    found = []
    for path in sorted((PROJECT_ROOT / "seeds").rglob("*.csv")):
        frame = pl.read_csv(path, infer_schema=False)
        for column in frame.columns:
            found += [
                (path.name, column, text)
                for text in frame[column].drop_nulls().unique()
                if kind_in_text(text)
            ]
    assert found == []


# Declarations, template, documentation, command line


def test_kinds_of_the_command_are_the_declared_ones() -> None:
    assert sorted(KINDS) == sorted(kinds())


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_a_declaration_holds_together(kind: object) -> None:
    declared = kinds()[kind.name]  # type: ignore[attr-defined]
    names = [column.name for column in declared.columns]
    headers = [header for column in declared.columns for header in set(column.headers)]
    assert len(headers) == len(set(headers))
    assert set(declared.key) <= set(names)
    variables = yaml.safe_load((PROJECT_ROOT / "dbt_project.yml").read_text("utf-8"))["vars"]
    for column in declared.columns:
        if column.list_name:
            assert column.list_name in lists()
        if column.type == "roc_year":
            assert (column.minimum, column.maximum) == (
                variables["first_roc_year"],
                variables["last_roc_year"],
            )
        if column.type == "number":
            assert column.fixed_unit or column.unit_column in names


@pytest.mark.parametrize("kind", KINDS)
def test_staging_reads_what_lands(kind: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", _example(kind))
    load(tmp_path, path, kind=kind)
    columns = set(landed(tmp_path)[0])
    sql = (PROJECT_ROOT / f"models/staging/landing/stg_landing__{kind}.sql").read_text("utf-8")
    read = {line.split("'")[1] for line in sql.partition("}")[0].splitlines() if ":" in line}
    assert read <= columns
    internal = {"_row_no", "_key", "_source_locator", "agency_id"}
    assert columns - read - internal == set()


def _example(kind: str) -> Rows:
    columns = kinds()[kind].columns
    return [
        [column.header_zh for column in columns],
        [column.example for column in columns],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_filled_with_its_examples_loads(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_template(kinds()[kind], lists(), path)
    workbook = load_workbook(path)
    assert workbook.sheetnames == [kind, NOTES_SHEET, LISTS_SHEET]
    sheet = workbook[kind]
    assert [cell.value for cell in sheet[1]] == _example(kind)[0]
    assert all(cell.comment for cell in sheet[1])
    with_list = [column for column in kinds()[kind].columns if column.list_name]
    assert len(sheet.data_validations.dataValidation) >= len(with_list)
    with pytest.raises(InputError, match="a header without rows"):
        load(tmp_path, path, kind=kind)
    for number, text in enumerate(_example(kind)[1], start=1):
        sheet.cell(2, number, text or None)
    workbook.save(path)
    assert load(tmp_path, path, kind=kind)[0].load.landed_row_count == 1


def test_the_documentation_is_what_the_declarations_say() -> None:
    page = (PROJECT_ROOT / "docs/loading_files.md").read_text("utf-8")
    assert page == page_with_reference(page), "run `python -m loaders.files.reference_page`"


def test_the_command_line_from_template_to_taking_back(project: Project) -> None:
    path = write_csv(project.root / "a.csv", TABLE)
    bad = write_csv(project.root / "b.csv", with_cell("實際值", "1,2345"))
    personal = write_csv(project.root / "c.csv", with_cell("實際值", IDENTITY))

    def run(*arguments: str) -> tuple[int, str]:
        result = project.run(*arguments)
        output = result.stdout + result.stderr
        assert "Traceback" not in output
        return result.returncode, output

    assert run("loads") == (0, "nothing is loaded\n")
    code, output = run("load", str(path), "--as", "kpi_actuals", "--dry-run")
    assert (code, "would land" in output) == (0, True)
    code, output = run("load", str(path), "--as", "kpi_actuals")
    assert (code, "2 rows read = 2 landed + 0 in quarantine" in output) == (0, True)
    code, output = run("load", str(bad), "--as", "kpi_actuals")
    assert (code, "b.csv, line 2, column 實際值: found `1,2345`" in output) == (3, True)
    code, output = run("load", str(bad), "--as", "kpi_actuals", "--dry-run")
    assert (code, "would not land: 2 rows read, 1 of them cannot be loaded" in output) == (3, True)
    code, output = run("load", str(bad), "--as", "kpi_actuals", "--quarantine")
    assert (code, "1 rows supersede rows of kpi_actuals_" in output) == (0, True)
    code, output = run("load", str(personal), "--as", "kpi_actuals", "--quarantine")
    assert (code, IDENTITY in output) == (8, False)
    code, output = run("load", str(path), "--as", "nonsense")
    assert code == 2
    code, output = run("loads")
    batch = output.split()[0]
    assert output.count("sha256") == 2
    assert run("unload", batch)[0] == 0
    assert run("unload", batch)[0] == 1
    assert "taken back" in run("loads")[1]
    assert run("template", "budgets")[0] == 0
    assert run("template", "budgets")[0] == 3
    assert (project.root / "budgets.xlsx").exists()
    for file in [*(project.root / "landing").rglob("*"), *(project.root / "logs").rglob("*")]:
        assert not file.is_file() or IDENTITY.encode() not in file.read_bytes()


def test_the_kpis_that_may_be_named_are_the_warehouses(built: BuiltProject) -> None:
    import duckdb

    with duckdb.connect(str(built.project.published), read_only=True) as connection:
        published = connection.execute("select kpi_id, agency_id from core.dim_kpis").fetchall()
    entries = lists()["kpis"].entries
    assert dict(published) == {
        value: entry.attributes["agency_id"] for value, entry in entries.items()
    }
