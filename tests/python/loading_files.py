"""What the tests of loading share: rows of invented figures, and writers of every format.

Nothing here is data: the figures are made up, and never leave a test's temporary folder.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import polars as pl
from openpyxl import Workbook

from foundation.locations import SEEDS_FOLDER
from loaders.files.code_lists import CodeList, code_lists
from loaders.files.declarations import kinds
from loaders.files.landing import Landing
from loaders.files.loading import FileOutcome, Request, load_files

Rows = Sequence[Sequence[str]]

HEADER = ("指標代碼", "年度", "資料截止日", "實際值", "單位", "資料成熟度")
ROW_1 = ("mohw_fy107_plan/mohw/1-1", "107", "107/12/31", "84.2%", "%", "全年")
ROW_2 = ("mohw_fy107_plan/mohw/2-1", "2018", "2018-12-31", "65", "%", "full_year")
TABLE: Rows = (HEADER, ROW_1, ROW_2)
METRICS: Rows = (
    ("metric_id", "metric_name_zh", "dimension_zh", "From", "To", "Value", "Unit", "Total"),
    ("referred_persons_count", "虛構轉診人數", "", "116/1/1", "116/1/31", "14", "人", "是"),
    ("referred_persons_count", "虛構轉診人數", "臺北", "116/1/1", "116/1/31", "2", "人", "否"),
    ("referred_persons_count", "虛構轉診人數", "高雄", "116/1/1", "116/1/31", "5", "人", "否"),
    ("referred_persons_count", "虛構轉診人數", "離島", "116/1/1", "116/1/31", "7", "人", "否"),
)


@cache
def lists() -> dict[str, CodeList]:
    """The closed lists, read once."""
    return code_lists(SEEDS_FOLDER)


def request(kind: str = "kpi_actuals", **options: object) -> Request:
    """A request for a load, with nothing published."""
    given = {"kind": kinds()[kind], "lists": lists(), "taken_keys": lambda _: frozenset()}
    return Request(**{**given, **options})  # type: ignore[arg-type]


def load(
    folder: Path, *paths: Path, kind: str = "kpi_actuals", **options: object
) -> list[FileOutcome]:
    """Load files into the landing folder of a test."""
    return load_files(paths, request(kind, **options), Landing(folder / "landing"))


def landed(folder: Path) -> list[dict[str, object]]:
    """Every row that is landed, of batches that count."""
    landing = Landing(folder / "landing")
    return [row for each in landing.active() for row in landing.rows(each).to_dicts()]


def with_cell(column: str, text: str, table: Rows = TABLE) -> Rows:
    """The table with another text in one cell of its first row."""
    index = list(table[0]).index(column)
    first = [*table[1]]
    first[index] = text
    return (table[0], first, *table[2:])


def csv_text(table: Rows, separator: str = ",") -> str:
    """A table as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\n").writerows(table)
    return buffer.getvalue()


def write_csv(path: Path, table: Rows, encoding: str = "utf-8", separator: str = ",") -> Path:
    """Write a table as CSV or TSV."""
    path.write_bytes(csv_text(table, separator).encode(encoding))
    return path


def write_xlsx(path: Path, table: Rows) -> Path:
    """Write a table as the one sheet of a workbook, every cell as text."""
    workbook = Workbook()
    for row in table:
        workbook.worksheets[0].append(list(row))
    workbook.save(path)
    return path


def write_ndjson(path: Path, table: Rows) -> Path:
    """Write a table as one JSON object a line."""
    lines = [json.dumps(dict(zip(table[0], row, strict=True))) for row in table[1:]]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def write_parquet(path: Path, table: Rows) -> Path:
    """Write a table as Parquet, every column as text."""
    pl.DataFrame(
        [list(row) for row in table[1:]], schema=list(table[0]), orient="row"
    ).write_parquet(path)
    return path


_ODS_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def ods_cell(text: str, attributes: str = "") -> str:
    """A cell of an ODS sheet."""
    if not text and not attributes:
        return "<table:table-cell/>"
    return (
        f'<table:table-cell office:value-type="string" {attributes}>'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
    )


def write_ods(path: Path, table: Rows, **sheets: str) -> Path:
    """Write a table as the sheet `table` of an ODS workbook, beside other sheets given as XML."""
    rows = "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in table
    )
    # As LibreOffice does it: the rest of the sheet is one repetition of nothing.
    rows += (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return write_ods_sheets(path, {"table": rows, **sheets})


def write_ods_sheets(path: Path, sheets: dict[str, str], styles: str = "") -> Path:
    """Write an ODS workbook from the XML of its sheets' rows."""
    body = "".join(
        f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path
