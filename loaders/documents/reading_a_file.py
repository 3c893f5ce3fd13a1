"""A document's whole folder from its file and the name of its layout."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from foundation.csv_files import read_table, table_bytes
from foundation.errors import InputError
from foundation.locations import SEEDS_FOLDER
from foundation.numerals import numeral_value
from foundation.printed_numbers import NUMBER
from foundation.whole_files import file_sha256
from loaders.documents.by_layout import (
    AGENCIES_LIST,
    AGENCIES_SEED,
    known_agencies,
    seed_tables,
    with_columns,
)
from loaders.documents.declarations import DECLARATION, DOCUMENTS_FOLDER, Kinds, read_document
from loaders.documents.new_document import refuse_name
from loaders.documents.second_readings import as_compared
from loaders.layouts.declaration import Layout, read_layout
from loaders.layouts.front_ends.opening import read_printed
from loaders.layouts.reading import Chapter, read_chapters
from loaders.layouts.report import Difference, reading_report
from loaders.seeds.declarations import seed_declaration

REPORT = "reading_report.html"
DRAFTS = "drafts"
SECOND_READING = "second_reading"
_LOWER = re.compile("降低|減少|縮短|死亡|事故|犯罪|發生率|失業|盛行率|吸菸率|逾期|違規|赤字|病媒")
_UNIT = re.compile(rf"{NUMBER}\s*(?P<unit>[^\d\s，,。；;（(]+)")
# From this year on, agencies are evaluated apart from their KPIs (reference__kpi_regimes).
_FIRST_YEAR_APART = 107
# What a second reader writes down: enough to name a row, and what is judged by.
_TRANSCRIBED = {
    "strategies": ("goal_no", "strategy_no", "strategy_zh"),
    "kpis": ("goal_no", "kpi_no", "kpi_name_zh", "target_text"),
    "evaluation_systems": ("evaluation_system_code", "evaluation_system_zh"),
    "plans": ("plan_row_no", "plan_name_zh", "kpi_link_zh"),
    "past_actuals": ("goal_no", "kpi_no", "actual_text"),
}

# What a performance report says beside an actual value: further columns of its seed.
REPORTED_COLUMNS = ("attainment_text", "attainment_note_zh")


@dataclass(frozen=True)
class Reading:
    """What a file gave: the paths that were written, and what a person should look at."""

    files: list[Path]
    chapters: list[Chapter]
    differences: list[Difference]


def read_file(
    path: Path,
    layout_name: str,
    source_document_id: str,
    agencies: Mapping[str, str],
    other_file: Path | None,
) -> Reading:
    """Read a document and write its folder and seeds; nothing is written where it is refused.

    Args:
        path: the file.
        layout_name: how it prints its tables.
        source_document_id: the name of its folder.
        agencies: ids of agencies that no document names yet, by their Chinese names.
        other_file: the same document as its publisher gives it in another format, read by
            another front end; it is the second reading.

    Raises:
        InputError: the file cannot be read whole, or the two files differ in the cells they have.
    """
    refuse_name(source_document_id)
    layout = read_layout(layout_name)
    chapters = read_chapters(path, read_printed(path), layout)
    folder = DOCUMENTS_FOLDER / source_document_id
    added = _added_agencies(agencies)
    known = {**known_agencies(folder), **added}
    tables = seed_tables(path, chapters, known)
    other = _other_tables(path, other_file, layout, known)
    differences = _differences(tables, other) if other else []
    declaration = _declaration(path, layout, chapters, known, tables)
    files: dict[Path, bytes] = {folder / DECLARATION: declaration.encode()}
    if added:
        files[folder / AGENCIES_LIST] = table_bytes(
            pl.DataFrame([dict(row) for row in added.values()])
        )
    for table, rows in tables.items():
        columns = [name for name in _TRANSCRIBED[table] if name in rows[0]]
        if len(chapters) > 1:
            columns = ["agency_id", *columns]
        if other:
            kept = [{name: row.get(name, "") for name in columns} for row in other[table]]
            files[folder / SECOND_READING / f"{table}.csv"] = table_bytes(pl.DataFrame(kept))
        else:
            empty = with_columns([], columns)
            files[folder / SECOND_READING / DRAFTS / f"{table}.csv"] = table_bytes(empty)
    files |= _drafts(folder / DRAFTS, source_document_id, tables)
    if "kpis" in tables:
        files[folder / DRAFTS / "kpi_regimes.csv"] = _regime_draft(source_document_id, chapters)
    report = reading_report(path, layout, chapters, differences, has_second=other is not None)
    files[folder / REPORT] = report.encode()
    _write(files)
    try:
        files |= _seeds(folder, tables)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return Reading(list(files), chapters, differences)


def _added_agencies(agencies: Mapping[str, str]) -> dict[str, dict[str, str]]:
    columns = seed_declaration(SEEDS_FOLDER, AGENCIES_SEED).column_names
    return {
        name: {
            **dict.fromkeys(columns, ""),
            "agency_id": agency_id,
            "agency_name_zh": name,
            "agency_name_en": agency_id.replace("_", " ").title(),
        }
        for name, agency_id in agencies.items()
    }


def _other_tables(
    path: Path, other_file: Path | None, layout: Layout, known: Mapping[str, Mapping[str, str]]
) -> dict[str, list[dict[str, str]]] | None:
    if other_file is None:
        return None
    if other_file.suffix.lower() == path.suffix.lower():
        raise InputError(
            file=other_file,
            found="a file of the same format",
            expected="the same document in another format, which another front end reads",
            mend="take the PDF beside the DOCX or ODT, or leave it out",
        )
    return seed_tables(
        other_file, read_chapters(other_file, read_printed(other_file), layout), known
    )


def _differences(
    ours: Mapping[str, Sequence[Mapping[str, str]]],
    theirs: Mapping[str, Sequence[Mapping[str, str]]],
) -> list[Difference]:
    differences = []
    for table in sorted({*ours, *theirs}):
        first, second = ours.get(table, ()), theirs.get(table, ())
        for number in range(max(len(first), len(second))):
            row = first[number] if number < len(first) else {}
            other = second[number] if number < len(second) else {}
            for name in sorted({*row, *other} - {"source_locator"}):
                read, alternative = row.get(name, ""), other.get(name, "")
                if as_compared(read) != as_compared(alternative):
                    place = row.get("source_locator", "")
                    differences.append(Difference(table, place, name, read, alternative))
    return differences


def _declaration(
    path: Path,
    layout: Layout,
    chapters: Sequence[Chapter],
    known: Mapping[str, Mapping[str, str]],
    tables: Mapping[str, Sequence[Mapping[str, str]]],
) -> str:
    year = int(chapters[0].roc_year)
    names = [chapter.agency_name_zh for chapter in chapters]
    english = ", ".join(known[name]["agency_name_en"] for name in names)
    title_zh = f"{'、'.join(names)}{year}年度{layout.title_zh.removeprefix('年度')}"
    declared: dict[str, Any] = {
        "document": {
            "title_zh": title_zh,
            "title_en": f"FY{year} {layout.title_en}, {english}",
            "publisher_zh": names[0] if len(names) == 1 else "、".join(names),
            "edition": f"{year}年度",
            "first_roc_year": year,
            "last_roc_year": year,
            "file_name": path.name,
            "sha256": file_sha256(path),
        },
        "freshness": {
            "reason_en": "A document of one fiscal year is published once.",
            "reason_zh": "單一年度之文件僅發布一次。",
        },
        "layout": layout.name,
    }
    if len(chapters) == 1:
        declared["agency_id"] = known[names[0]]["agency_id"]
    if pages := _page_map(chapters):
        declared["pages"] = pages
    declared["seeds"] = {table: _seed(table, rows, year) for table, rows in tables.items()}
    header = "# Written by `warehouse document read`; correct it as the document says.\n"
    return header + yaml.safe_dump(declared, allow_unicode=True, sort_keys=False, width=100)


def _page_map(chapters: Sequence[Chapter]) -> dict[str, str]:
    """The first page of each chapter, where the file has pages."""
    starts = {}
    for chapter in chapters:
        pages = [line.place.page for line in chapter.other_lines if line.place.page]
        if pages:
            starts[f"{chapter.number}-{min(pages)}"] = (
                f"{chapter.agency_name_zh}{chapter.roc_year}年度"
            )
    return starts


def _seed(table: str, rows: Sequence[Mapping[str, str]], year: int) -> dict[str, Any]:
    """A seed of its kind; columns that the document does not print may be blank."""
    kind = Kinds.read().seeds[table]
    seed: dict[str, Any] = {"kind": table}
    if "roc_year" in kind.get("settings", ()):
        seed["roc_year"] = year
    columns: dict[str, Any] = {}
    for name, column in kind["columns"].items():
        form = column if isinstance(column, str) else column["format"]
        if not form.endswith("?") and not any(row.get(name) for row in rows):
            columns[name] = f"{form}?"
    columns |= {name: "text?" for name in REPORTED_COLUMNS if name in rows[0]}
    return {**seed, **({"columns": columns} if columns else {})}


def _drafts(
    folder: Path, source_document_id: str, tables: Mapping[str, Sequence[Mapping[str, str]]]
) -> dict[Path, bytes]:
    """What a person should decide of each KPI: its direction, and the unit of its target."""
    declaration = seed_declaration(SEEDS_FOLDER, "reference__units")
    units = {
        row["unit_zh"] for row in read_table(declaration.path, declaration.column_names).to_dicts()
    }
    directions, printed_units = [], []
    for row in tables.get("kpis", ()):
        kpi_id = (
            f"{source_document_id}/{row['agency_id']}/"
            f"{numeral_value(row['goal_no'])}-{row['kpi_no']}"
        )
        text = row["kpi_name_zh"] + row["measure_definition_zh"]
        word = _LOWER.search(text)
        directions.append(
            {
                "kpi_id": kpi_id,
                "direction_code": "lower_is_better" if word else "higher_is_better",
                "reason_en": f"Draft, from the word {word.group()}."
                if word
                else "Draft, no word says less.",
            }
        )
        unit = _UNIT.search(row["target_text"])
        unit_zh = unit["unit"] if unit else ""
        printed_units.append(
            {
                "kpi_id": kpi_id,
                "target_text": row["target_text"],
                "unit_zh": unit_zh,
                "is_known": str(unit_zh in units).lower(),
            }
        )
    if not directions:
        return {}
    return {
        folder / "kpi_directions.csv": table_bytes(pl.DataFrame(directions)),
        folder / "kpi_units.csv": table_bytes(pl.DataFrame(printed_units)),
    }


def _regime_draft(source_document_id: str, chapters: Sequence[Chapter]) -> bytes:
    """Under which rules the KPIs were set; the year says it, until a person has looked."""
    year = chapters[0].roc_year
    is_apart = int(year) >= _FIRST_YEAR_APART
    draft = pl.DataFrame(
        [
            {
                "source_document_id": source_document_id,
                "roc_year": year,
                "kpi_regime_code": f"{'apart_from' if is_apart else 'within'}_agency_evaluation",
                "is_kpi_regime_inferred": "true",
                "reason_en": "Draft: by the year of the document alone, to be reviewed.",
                "reason_zh": "草擬：僅依文件所屬年度判定，尚待人工覆核。",
                "quote_zh": chapters[0].other_lines[0].text,
                "source_url": "",
                "source_locator": "",
            }
        ]
    )
    return table_bytes(draft)


def _write(files: Mapping[Path, bytes]) -> None:
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _seeds(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[Path, bytes]:
    """Write the seeds as their declaration has them; return the bytes by path."""
    document = read_document(folder, Kinds.read())
    files = {
        SEEDS_FOLDER / folder.name / f"{seed.name}.csv": table_bytes(
            with_columns(tables[seed.table], seed.column_names)
        )
        for seed in document.seeds
    }
    _write(files)
    return files
