"""`warehouse export`: every format reads back as the warehouse holds it, and says what it is."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet
import pytest
import python_calamine
from frictionless import system, validate

from foundation.errors import InputError
from tests.python.conftest import BuiltProject
from warehouse.cli import FORMATS
from warehouse.errors import WarehouseError
from warehouse.export import exporting, sheet_limits, small_counts
from warehouse.export.exporting import ExportRequest, export
from warehouse.export.sheet_limits import LONGEST_CELL
from warehouse.export.small_counts import SmallSums, declared_small_counts
from warehouse.export.workbook_cells import NOTES_SHEET, cell_values
from warehouse.locations import PUBLIC_SCHEMAS

Row = tuple[Any, ...]
# Every type there is, nulls in each, and texts with line ends.
TABLES = ("budget.fct_budgets", "core.dim_source_documents", "core.dim_plans", "meta.build_runs")
METRICS = "nhi.fct_programme_metric_printings"
BREAKDOWNS = "nhi.fct_programme_metric_breakdowns"
SPREADSHEETS = ("csv", "xlsx", "ods")


def _export(
    published: Path, folder: Path, format_name: str, *tables: str, **options: Any
) -> dict[str, Any]:
    """Export, and return the manifest."""
    request = ExportRequest(
        tables=tables,
        format=format_name,
        headers=options.get("headers", "en"),
        below=options.get("below", 3),
    )
    export(published, folder, request)
    content: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return content


METRIC_COLUMNS = ("dimension_zh", "printed_text", "metric_value", "base_value", "quote_zh")


def _metric_cells(published: Path, rows: Sequence[Row]) -> list[Row]:
    """The cells of rows of metrics that tell the figure."""
    names = _rows(published, METRICS)[0]
    return [tuple(row[names.index(name)] for name in METRIC_COLUMNS) for row in rows]


def _rows(published: Path, table: str) -> tuple[list[str], list[Row]]:
    with duckdb.connect(str(published), read_only=True) as connection:
        result = connection.execute(f"select * from {table}")
        return [column[0] for column in result.description or ()], result.fetchall()


def _plain(value: Any) -> Any:
    """A value as every format can hold it: numbers exact, times to the second, no empty texts."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value).normalize()
    if isinstance(value, float):
        return Decimal(f"{value:.15g}").normalize()
    if isinstance(value, datetime):
        return value.replace(microsecond=0, tzinfo=None)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _typed(text: str | None, like: Any) -> Any:
    """A text of CSV or JSON as the type of the value it stands for."""
    if text in (None, ""):
        return None
    assert text is not None
    if isinstance(like, bool):
        return {"true": True, "false": False}[text]
    if isinstance(like, int | float | Decimal):
        return Decimal(text)
    if isinstance(like, datetime):
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return date.fromisoformat(text) if isinstance(like, date) else text


def _read_parquet(path: Path, _like: Sequence[Row]) -> list[Row]:
    table = pyarrow.parquet.read_table(path)
    return [tuple(row.values()) for row in table.to_pylist()]


def _read_csv(path: Path, like: Sequence[Row]) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [tuple(map(_typed, row, row_like)) for row, row_like in zip(rows, like, strict=True)]


def _read_json(path: Path, like: Sequence[Row]) -> list[Row]:
    records = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    return [
        tuple(
            _typed(value, value_like) if isinstance(value, str) else value
            for value, value_like in zip(record.values(), row_like, strict=True)
        )
        for record, row_like in zip(records, like, strict=True)
    ]


def _read_xlsx(path: Path, like: Sequence[Row]) -> list[Row]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return [tuple(map(_as_day, row, row_like)) for row, row_like in zip(rows, like, strict=True)]


def _read_ods(path: Path, like: Sequence[Row]) -> list[Row]:
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    rows = sheet.to_python()[1:]
    return [
        tuple(None if value == "" else _as_day(value, value_like) for value, value_like in pairs)
        for pairs in (
            zip(row, row_like, strict=True) for row, row_like in zip(rows, like, strict=True)
        )
    ]


def _as_day(value: Any, like: Any) -> Any:
    is_day = isinstance(value, datetime) and not isinstance(like, datetime)
    return value.date() if is_day else value


READERS: dict[str, Callable[[Path, Sequence[Row]], list[Row]]] = {
    "parquet": _read_parquet,
    "csv": _read_csv,
    "json": _read_json,
    "xlsx": _read_xlsx,
    "ods": _read_ods,
}


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_reads_back_as_the_warehouse_holds_it(
    format_name: str, built: BuiltProject, tmp_path: Path
) -> None:
    published = built.project.published
    manifest = _export(published, tmp_path / "out", format_name, *TABLES)
    assert {resource["name"] for resource in manifest["resources"]} == set(TABLES)
    for table in TABLES:
        names, rows = _rows(published, table)
        assert rows
        read = READERS[format_name](tmp_path / "out" / f"{table}.{format_name}", rows)
        assert [list(map(_plain, row)) for row in read] == [
            [_without_mark(_plain(value), format_name) for value in row] for row in rows
        ]
        resource = next(each for each in manifest["resources"] if each["name"] == table)
        assert [field["name"] for field in resource["schema"]["fields"]] == names
        assert resource["rows"] == len(rows)


def _without_mark(value: Any, format_name: str) -> Any:
    """A text of the warehouse as a spreadsheet must have it."""
    is_formula = isinstance(value, str) and value[:1] in "=+-@＝＋－＠" and value != ""
    if format_name not in SPREADSHEETS or not is_formula:
        return value
    try:
        Decimal(value.replace(",", "").removesuffix("%"))
    except ArithmeticError:
        return f"'{value}"
    return value


def _is_valid(manifest: Path) -> list[str]:
    with system.use_context(trusted=True):
        report = validate(manifest)
    return [error.message for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


@pytest.mark.parametrize("format_name", FORMATS)
def test_frictionless_accepts_the_manifest(
    format_name: str, built: BuiltProject, tmp_path: Path
) -> None:
    tables = ("meta.build_runs", "nhi.dim_programme_self_checks", "performance.fct_kpi_actuals")
    _export(built.project.published, tmp_path / "out", format_name, *tables)
    assert _is_valid(tmp_path / "out" / "datapackage.json") == []


def test_frictionless_sees_that_a_file_was_changed(built: BuiltProject, tmp_path: Path) -> None:
    """A canary: were the manifest not read, this would pass."""
    _export(built.project.published, tmp_path / "out", "csv", "core.dim_agencies")
    path = tmp_path / "out" / "core.dim_agencies.csv"
    path.write_text(path.read_text("utf-8").replace("內政部", "內攻部"), "utf-8")
    assert any("hash" in message for message in _is_valid(tmp_path / "out" / "datapackage.json"))


@pytest.mark.long
@pytest.mark.parametrize("format_name", FORMATS)
def test_frictionless_accepts_every_public_table(
    format_name: str, built: BuiltProject, tmp_path: Path
) -> None:
    _export(built.project.published, tmp_path / "out", format_name)
    assert _is_valid(tmp_path / "out" / "datapackage.json") == []


def test_the_manifest_says_what_a_file_is_and_where_it_is_from(
    built: BuiltProject, tmp_path: Path
) -> None:
    published = built.project.published
    manifest = _export(published, tmp_path / "out", "parquet")
    with duckdb.connect(str(published), read_only=True) as connection:
        tables = connection.execute(
            "select distinct schema_name || '.' || table_name from meta.data_dictionary"
        ).fetchall()
        [(run_id, commit)] = connection.execute(
            "select run_id, git_commit from meta.build_runs where status_code = 'published' "
            "order by finished_at desc limit 1"
        ).fetchall()
    resources = {resource["name"]: resource for resource in manifest["resources"]}
    assert set(resources) == {name for (name,) in tables}
    assert {name.partition(".")[0] for name in resources} == set(PUBLIC_SCHEMAS)
    for citation in (manifest["citation"], manifest["citation_zh"]):
        assert run_id in citation and commit in citation
    assert manifest["licenses"] == [{"name": "MIT", "title": "MIT License", "path": "LICENSE"}]
    assert (tmp_path / "out" / "LICENSE").exists()
    for resource in resources.values():
        content = (tmp_path / "out" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["size_bytes"] == len(content)
        for field in resource["schema"]["fields"]:
            assert field["type"] and field["description"] and field["description_zh"]
    sources = [source["source_document_id"] for source in resources["core.dim_kpis"]["sources"]]
    assert sources == ["ey_fy107_plans", "mohw_fy107_plan", "nhi_digital_upgrade_113_116"]


def test_a_workbook_has_chinese_headers_types_a_frozen_header_and_notes(
    built: BuiltProject, tmp_path: Path
) -> None:
    _export(built.project.published, tmp_path / "zh", "xlsx", "預算執行各期印載數", headers="zh")
    book = openpyxl.load_workbook(tmp_path / "zh" / "budget.fct_budget_execution_states.xlsx")
    assert book.sheetnames == ["預算執行各期印載數", NOTES_SHEET]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    headers = [cell.value for cell in sheet[1]]
    assert {"預算數", "統計截止日", "是否合計"} <= set(headers)
    types = {
        header: {type(row[index]) for row in sheet.iter_rows(min_row=2, values_only=True)}
        for index, header in enumerate(headers)
    }
    assert types["統計截止日"] <= {datetime, type(None)}
    assert types["是否合計"] == {bool}
    assert types["預算數"] <= {int, float, type(None)}
    notes = "\n".join(
        " ".join(str(value) for value in row if value is not None)
        for row in book[NOTES_SHEET].iter_rows(values_only=True)
    )
    for told in ("授權 Licence", "引用 Citation", "來源 Source", "20", "預算數 budget_twd"):
        assert told in notes
    with duckdb.connect(str(built.project.published), read_only=True) as connection:
        [(run_id,)] = connection.execute(
            "select max(run_id) from meta.build_runs where status_code = 'published'"
        ).fetchall()
    assert run_id in notes
    _export(built.project.published, tmp_path / "en", "xlsx", "fct_budget_execution_states")
    english = openpyxl.load_workbook(tmp_path / "en" / "budget.fct_budget_execution_states.xlsx")
    assert "budget_twd" in [cell.value for cell in english.worksheets[0][1]]


# A copy with rows of an invented file


def _add_metric(connection: duckdb.DuckDBPyConnection, row_no: int, **values: Any) -> None:
    row = {
        "metric_id": "invented_persons_count",
        "metric_name_zh": "虛構人數",
        "dimension_zh": None,
        "period_start_date": date(2027, 1, 1),
        "period_end_date": date(2027, 1, 31),
        "as_of_date": None,
        "printed_text": str(values.get("metric_value", "")),
        "metric_value": 1,
        "unit_zh": "人",
        "base_unit_zh": "人",
        "is_total": False,
        "is_approximate": False,
        "is_second_printing": False,
        "is_quote_verbatim": False,
        "is_period_inferred": False,
        "is_unit_inferred": False,
        "source_document_id": "programme_metrics_0123456789ab",
        "source_locator": f"programme_metrics:L{row_no}",
        "_seed_row_key": f"landing__programme_metrics/programme_metrics_0123456789ab/{row_no}",
        **values,
    }
    row.setdefault("base_value", row["metric_value"])
    row.setdefault(
        "quote_zh", f"{row['metric_name_zh']} {row['dimension_zh']} {row['printed_text']}"
    )
    marks = ", ".join("?" * len(row))
    connection.execute(
        f"insert into {METRICS} ({', '.join(row)}) values ({marks})", list(row.values())
    )


@pytest.fixture
def changed(built: BuiltProject, tmp_path: Path) -> Iterator[Path]:
    """A copy of the published file that a test may add rows to."""
    path = tmp_path / "changed.duckdb"
    shutil.copyfile(built.project.published, path)
    yield path


FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1")


def test_a_text_that_would_be_a_formula_is_defused_and_the_manifest_says_so(
    changed: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(changed)) as connection:
        for number, text in enumerate(FORMULAS):
            _add_metric(connection, number, dimension_zh=text, metric_value=-5 - number)
    rows = _rows(changed, METRICS)[1]
    for format_name in SPREADSHEETS:
        manifest = _export(changed, tmp_path / format_name, format_name, METRICS)
        path = tmp_path / format_name / f"{METRICS}.{format_name}"
        read = _metric_cells(changed, READERS[format_name](path, rows)[-len(FORMULAS) :])
        assert [row[0][0] for row in read] == ["'"] * len(FORMULAS)
        assert ["".join(row[0][1:].split()) for row in read] == [
            "".join(text.split()) for text in FORMULAS
        ]
        # A number stays a number, and so does the text of one.
        assert [str(row[1]) for row in read] == [str(-5 - number) for number in range(7)]
        assert [_plain(row[2]) for row in read] == [Decimal(-5 - number) for number in range(7)]
        counts = manifest["resources"][0]["defused_formula_counts"]
        assert counts["dimension_zh"] == len(FORMULAS)
        assert "printed_text" not in counts or counts["printed_text"] < len(FORMULAS)
    sheet = openpyxl.load_workbook(tmp_path / "xlsx" / f"{METRICS}.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b", "d"}
    for format_name in ("parquet", "json"):
        _export(changed, tmp_path / format_name, format_name, METRICS)
        path = tmp_path / format_name / f"{METRICS}.{format_name}"
        read = _metric_cells(changed, READERS[format_name](path, rows)[-len(FORMULAS) :])
        assert [row[0] for row in read] == list(FORMULAS)


@pytest.mark.parametrize("format_name", FORMATS)
def test_small_counts_of_users_files_are_withheld(
    format_name: str, changed: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(changed)) as connection:
        before = connection.execute(f"select count(*) from {METRICS}").fetchall()[0][0]
        _add_metric(connection, 2, is_total=True, metric_value=36)
        for number, value in enumerate((2, 11, 23), start=3):
            _add_metric(connection, number, dimension_zh=f"第{number}區", metric_value=value)
        _add_metric(connection, 6, metric_id="invented_rate_count", metric_value=2, unit_zh="%")
        _add_metric(connection, 7, metric_id="another_persons_count", metric_value=0)
        _add_metric(
            connection, 8, metric_id="a_document_persons_count", metric_value=1, _seed_row_key="d/1"
        )
    rows = _rows(changed, METRICS)[1]
    manifest = _export(changed, tmp_path / "out", format_name, METRICS)
    path = tmp_path / "out" / f"{METRICS}.{format_name}"
    read = READERS[format_name](path, rows)
    # Order and every other row are untouched.
    assert [row[0] for row in read] == [row[0] for row in rows]
    added = [cells[1:] for cells in _metric_cells(changed, read[before:])]
    assert [text for text, *_ in added] == ["36", "<3", "*", "23", "2", "0", "1"]
    for text, value, base_value, quote in added:
        if text in ("<3", "*"):
            assert (value, base_value, quote) == (None, None, text)
        else:
            assert _plain(value) == Decimal(text) == _plain(base_value)
    resource = manifest["resources"][0]
    assert resource["withheld_counts"]["small"] == 1
    assert resource["withheld_counts"]["further"] == 1
    assert manifest["small_counts"]["suppressed_below"] == 3
    shown = _export(changed, tmp_path / "out", format_name, METRICS, below=None)
    assert shown["small_counts"]["suppressed_below"] is None
    read = READERS[format_name](path, rows)
    assert [cells[1] for cells in _metric_cells(changed, read[before:])] == [
        "36",
        "2",
        "11",
        "23",
        "2",
        "0",
        "1",
    ]


def test_a_part_is_withheld_as_where_its_sum_stands_beside_it(
    changed: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(changed)) as connection:
        _add_metric(connection, 2, is_total=True, metric_value=36)
        for number, value in enumerate((2, 11, 23), start=3):
            _add_metric(connection, number, dimension_zh=f"第{number}區", metric_value=value)
        connection.execute(
            f"insert into {BREAKDOWNS} by name "
            "select * exclude (dimension_zh, axis_zh, member_zh, is_total, superseded_date, "
            "is_second_printing), '區' as axis_zh, dimension_zh as member_zh, "
            "2027 - 1911 as roc_year, 'sum' as aggregation_code "
            f"from {METRICS} where metric_id = 'invented_persons_count' and not is_total"
        )
    manifest = _export(changed, tmp_path / "out", "parquet", BREAKDOWNS)
    rows = _read_parquet(tmp_path / "out" / f"{BREAKDOWNS}.parquet", [])
    names = _rows(changed, BREAKDOWNS)[0]
    shown = ("member_zh", "printed_text", "metric_value", "base_value")
    assert [tuple(row[names.index(name)] for name in shown) for row in rows[-3:]] == [
        ("第3區", "<3", None, None),
        ("第4區", "*", None, None),
        ("第5區", "23", Decimal(23), Decimal(23)),
    ]
    withheld = manifest["resources"][0]["withheld_counts"]
    assert (withheld["small"], withheld["further"]) == (1, 1)


def test_the_threshold_can_be_raised(changed: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(changed)) as connection:
        _add_metric(connection, 2, metric_value=9)
        _add_metric(connection, 3, metric_id="wider_persons_count", metric_value=10)
    rows = _rows(changed, METRICS)[1]
    _export(changed, tmp_path / "out", "csv", METRICS, below=10)
    read = _read_csv(tmp_path / "out" / f"{METRICS}.csv", rows)
    assert [cells[1] for cells in _metric_cells(changed, read[-2:])] == ["<10", "10"]


def test_more_sums_than_can_be_looked_at_are_refused(
    changed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(changed)) as connection:
        _add_metric(connection, 2, is_total=True, metric_value=36)
        for number, value in enumerate((2, 34), start=3):
            _add_metric(connection, number, dimension_zh=f"第{number}區", metric_value=value)
    monkeypatch.setattr(small_counts, "MOST_CELLS", 2)
    with pytest.raises(WarehouseError, match="more than 2 counts stand in sums"):
        _export(changed, tmp_path / "out", "csv", METRICS)
    assert not (tmp_path / "out").exists()


def test_a_sum_that_holds_a_small_count_is_withheld_whole(
    changed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(changed)) as connection:
        connection.execute(
            "create table nhi.mart_invented_sums as select * from (values "
            "('a', '人', 2, 40.0), ('b', '人', 3, 41.0), ('c', '%', 1, 42.0), "
            "('d', '萬人', 0, 43.0), ('e', '萬人', 2, 44.0)"
            ") as rows (name, unit_zh, lowest_value, value_sum)"
        )
        connection.execute(
            "comment on table nhi.mart_invented_sums is 'Sums.\n虛構彙總（每名稱一列）'"
        )
    declared = SmallSums("lowest_value", "unit_zh", ["count"], ["lowest_value", "value_sum"])
    monkeypatch.setattr(
        exporting, "declared_small_counts", lambda: {"nhi.mart_invented_sums": declared}
    )
    manifest = _export(changed, tmp_path / "out", "parquet", "mart_invented_sums")
    path = tmp_path / "out" / "nhi.mart_invented_sums.parquet"
    read = {name: (lowest, value) for name, _, lowest, value in _read_parquet(path, [])}
    assert read == {
        "a": (None, None),
        "b": (3, Decimal("41.0")),
        "c": (1, Decimal("42.0")),
        "d": (None, None),
        "e": (2, Decimal("44.0")),
    }
    assert manifest["resources"][0]["withheld_counts"]["small"] == 2


def test_every_table_with_metrics_of_users_declares_its_small_counts(
    built: BuiltProject,
) -> None:
    """A table that shows metrics, or sums of them, could give a small count away."""
    with duckdb.connect(str(built.project.published), read_only=True) as connection:
        tables = connection.execute(
            "select distinct schema_name || '.' || table_name from meta.data_dictionary "
            "where column_name in "
            "('metric_value', 'base_value', 'metric_value_sum', 'lowest_value')"
        ).fetchall()
    assert {name for (name,) in tables} == {
        *declared_small_counts(),
        # Other publishers' figures: public, all of them.
        "audit.rpt_published_figures",
    }


# Folders


def test_a_failed_export_leaves_what_was_there(changed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    _export(changed, folder, "xlsx", METRICS)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with duckdb.connect(str(changed)) as connection:
        _add_metric(connection, 2, dimension_zh="x" * (LONGEST_CELL + 1))
    with pytest.raises(WarehouseError, match=f"{METRICS} could not be exported.*32768 characters"):
        _export(changed, folder, "xlsx", "core", METRICS)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    _export(changed, folder, "csv", METRICS)
    assert {path.name for path in folder.iterdir()} == {
        "LICENSE",
        "datapackage.json",
        f"{METRICS}.csv",
    }


def test_a_folder_that_holds_anything_else_is_refused(built: BuiltProject, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"letter\.txt, which no export wrote"):
        _export(built.project.published, folder, "csv", "core.dim_agencies")
    with pytest.raises(InputError, match="found a file"):
        _export(built.project.published, folder / "letter.txt", "csv", "core.dim_agencies")
    assert (folder / "letter.txt").read_text("utf-8") == "mine"


def test_a_table_longer_than_a_sheet_is_refused(
    built: BuiltProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_limits, "MOST_ROWS", 10)
    with pytest.raises(WarehouseError, match="as Parquet, CSV or JSON"):
        _export(built.project.published, tmp_path / "out", "ods", "core.dim_agencies")
    assert not (tmp_path / "out").exists()


def test_what_a_sheet_would_change_becomes_a_text() -> None:
    row = (Decimal("1234567890123456.78"), 123456789012345, date(1899, 12, 31), date(1911, 1, 1))
    assert list(cell_values(row)) == [
        "1234567890123456.78",
        123456789012345,
        "1899-12-31",
        date(1911, 1, 1),
    ]


def test_the_command_says_what_it_wrote(built: BuiltProject) -> None:
    done = built.project.run("export", "dim_agencies", "audit", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert "exports/json/core.dim_agencies.json: 34 rows" in done.stdout
    assert "exports/json/audit.rpt_source_findings.json" in done.stdout
    unknown = built.project.run("export", "core.dim_kpi", "--format", "csv")
    assert unknown.returncode == 1
    assert "core.dim_kpis" in unknown.stderr
    two = built.project.run("export", "--format", "csv", "--suppress-below", "2")
    assert two.returncode == 2
