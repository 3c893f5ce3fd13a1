"""The manifest of an export: a Frictionless data package, `datapackage.json`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.locations import PROJECT_ROOT
from warehouse.asking.catalogue import Column
from warehouse.asking.citation import Build
from warehouse.asking.formulas import MARK
from warehouse.export.queries import Headers, header
from warehouse.export.small_counts import WITHHELD, Withheld
from warehouse.export.tables import ExportTable, in_chinese

MANIFEST_FILE = "datapackage.json"
LICENCE_FILE = "LICENSE"
_MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# Of the others frictionless takes the size for missing, and would refuse a stated one.
_SIZED_BY_FRICTIONLESS = ("csv", "xlsx")
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DECIMAL": "number",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}
LICENCE_EN = (
    "MIT License for what this project adds; the figures and texts of the documents are as their "
    "publishers give them, and rows of users' files are their owners'"
)
LICENCE_ZH = "本專案之整理採MIT授權；文件之數字與文字依其發布機關所定，使用者檔案之列屬其所有者"


@dataclass(frozen=True)
class WrittenTable:
    """A table as it was written.

    Attributes:
        table: what it is.
        file: its name within the export.
        size_bytes, sha256: of the file.
        row_count: without the header.
        sources: the documents its rows come from: identifier, title in English and Chinese.
        formula_counts: how many cells of which columns got the mark; None where none could run.
        withheld: what was withheld; None where the table holds no counts of users.
    """

    table: ExportTable
    file: str
    size_bytes: int
    sha256: str
    row_count: int
    sources: Sequence[tuple[str, str, str]]
    formula_counts: Mapping[str, int] | None
    withheld: Withheld | None


@dataclass(frozen=True)
class Terms:
    """What holds for the whole export.

    Attributes:
        build: the build of the published file.
        format: of the files.
        headers: whose names the columns carry.
        below: counts under it are withheld; None where all are shown.
    """

    build: Build
    format: str
    headers: Headers
    below: int | None


def formula_note(format_name: str) -> tuple[str, str]:
    """What is said of formulas, in English and Chinese."""
    if format_name in ("parquet", "json"):
        return (
            "Texts are as they are: no spreadsheet opens this format as cells.",
            "文字照原樣，試算表不會將此格式當作儲存格開啟。",
        )
    return (
        f"A text that begins with = + - @ or another sign of a formula has {MARK} before it; "
        "numbers, also as texts such as -2.5%, have not.",
        f"以 = + - @ 等公式符號起首之文字，其前加上 {MARK} ；數字（含 -2.5% 等文字）不加。",
    )


def suppression_note(below: int | None) -> tuple[str, str]:
    """What is said of small counts, in English and Chinese."""
    if below is None:
        return (
            "Small counts of users' files are shown.",
            "使用者檔案之小計數未予遮蔽。",
        )
    return (
        f"In rows of users' files, counts from 1 to {below - 1} are withheld and marked <{below}; "
        f"counts marked {WITHHELD} are withheld so that no small one can be worked out. "
        "What documents print is shown.",
        f"使用者檔案之列，1至{below - 1}之計數不列並標示<{below}；標示{WITHHELD}者"
        "係為防止推算而不列。文件所印數字照列。",
    )


def manifest(written: Sequence[WrittenTable], terms: Terms) -> dict[str, Any]:
    """The data package of an export."""
    build = terms.build
    formulas_en, formulas_zh = formula_note(terms.format)
    counts_en, counts_zh = suppression_note(terms.below)
    return {
        "profile": "tabular-data-package",
        "name": "policy-warehouse",
        "id": build.run_id,
        "version": build.run_id,
        "title": "policy-warehouse: what Taiwan's government planned, paid and printed",
        "title_zh": "政策資料倉儲",
        "created": f"{build.finished_at:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [_licence()],
        "licence_note": LICENCE_EN,
        "licence_note_zh": LICENCE_ZH,
        "citation": build.citation_en,
        "citation_zh": build.citation_zh,
        "build": {
            "run_id": build.run_id,
            "started_at": f"{build.started_at:%Y-%m-%dT%H:%M:%SZ}",
            "git_commit": build.git_commit,
            "engine_version": build.engine_version,
        },
        "formulas": {"note": formulas_en, "note_zh": formulas_zh},
        "small_counts": {
            "suppressed_below": terms.below,
            "note": counts_en,
            "note_zh": counts_zh,
        },
        "resources": [_resource(each, terms) for each in written],
    }


def write_manifest(folder: Path, package: dict[str, Any]) -> None:
    """Write the manifest of an export, and the licence that it names, into its folder."""
    shutil.copyfile(PROJECT_ROOT / LICENCE_FILE, folder / LICENCE_FILE)
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / MANIFEST_FILE).write_text(f"{text}\n", "utf-8")


def _licence() -> dict[str, str]:
    return {"name": "MIT", "title": "MIT License", "path": LICENCE_FILE}


def _resource(written: WrittenTable, terms: Terms) -> dict[str, Any]:
    table, said = written.table, written.table.table.description
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": table.full_name,
        "path": written.file,
        "title": said.name_zh,
        "description": said.meaning_en,
        "description_zh": in_chinese(said),
        "format": terms.format,
        "mediatype": _MEDIA_TYPES[terms.format],
        "encoding": "utf-8",
        "bytes" if terms.format in _SIZED_BY_FRICTIONLESS else "size_bytes": written.size_bytes,
        "hash": f"sha256:{written.sha256}",
        "rows": written.row_count,
        "schema": _schema(table, terms),
    }
    if written.sources:
        resource["sources"] = [
            {"title": title_zh, "title_en": title_en, "source_document_id": source_document_id}
            for source_document_id, title_en, title_zh in written.sources
        ]
    if written.formula_counts is not None:
        resource["defused_formula_counts"] = dict(written.formula_counts)
    if written.withheld is not None:
        resource["withheld_counts"] = {
            "small": written.withheld.small_count,
            "further": written.withheld.further_count,
            "sums_left_open_by_documents": written.withheld.open_sum_count,
        }
    return resource


def _schema(table: ExportTable, terms: Terms) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, terms) for column in table.columns],
        "missingValues": [""],
    }
    key = [column for column in table.columns if column.name in table.table.key]
    if key:
        schema["primaryKey"] = [header(column, terms.headers) for column in key]
    return schema


def _field(column: Column, terms: Terms) -> dict[str, Any]:
    field_type = _TYPES[column.data_type.partition("(")[0]]
    # Frictionless reads Parquet through pandas, where an absent integer is not a number.
    is_through_pandas = terms.format == "parquet" and field_type == "integer"
    return {
        "name": header(column, terms.headers),
        "type": field_type,
        **({"missingValues": ["", "nan"]} if is_through_pandas else {}),
        "title": column.description.name_zh if terms.headers == "en" else column.name,
        "description": column.description.meaning_en,
        "description_zh": in_chinese(column.description),
        "warehouse_column": column.name,
        "warehouse_type": column.data_type,
    }
