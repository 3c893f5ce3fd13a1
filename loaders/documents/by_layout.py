"""The seeds of a document that is read by its layout, without a parser of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from foundation.csv_files import LINE_COLUMN, read_table
from foundation.errors import InputError
from foundation.locations import SEEDS_FOLDER, shown
from loaders.documents.declarations import Document
from loaders.layouts.declaration import read_layout
from loaders.layouts.front_ends.opening import read_printed
from loaders.layouts.reading import Chapter, read_chapters
from loaders.seeds.declarations import seed_declaration

AGENCIES_SEED = "reference__agencies"
AGENCIES_LIST = "reference/agencies.csv"


def read_by_layout(declared: Document, path: Path) -> dict[str, pl.DataFrame]:
    """The seed tables of a declared document, by name.

    Raises:
        InputError: the file is not of its layout, or an agency of it has no id.
    """
    layout = read_layout(declared.layout)
    chapters = read_chapters(path, read_printed(path), layout)
    agencies = known_agencies(declared.folder)
    tables = seed_tables(path, chapters, agencies)
    return {
        seed.name: with_columns(tables[seed.table], seed.column_names)
        for seed in declared.seeds
        if seed.table in tables
    }


def known_agencies(folder: Path) -> dict[str, dict[str, str]]:
    """Every agency by its Chinese name: of the reference seed, and those a document adds."""
    declaration = seed_declaration(SEEDS_FOLDER, AGENCIES_SEED)
    added = folder / AGENCIES_LIST
    rows = [
        row
        for path in (declaration.path, added)
        if path.is_file()
        for row in read_table(path, declaration.column_names).drop(LINE_COLUMN).to_dicts()
    ]
    return {row["agency_name_zh"]: row for row in rows}


def seed_tables(
    path: Path, chapters: Sequence[Chapter], agencies: Mapping[str, Mapping[str, str]]
) -> dict[str, list[dict[str, str]]]:
    """The rows of every seed of all chapters, each with its agency.

    Raises:
        InputError: an agency has no id.
    """
    tables: dict[str, list[dict[str, str]]] = {}
    for chapter in chapters:
        name = chapter.agency_name_zh
        if name not in agencies:
            raise InputError(
                file=path,
                found=f"the agency {name}, which has no id",
                expected=f"an agency of {shown(SEEDS_FOLDER)}/reference/{AGENCIES_SEED}.csv",
                mend=f"give it one: `--agency {name}=ID`, or a row in {AGENCIES_LIST} there",
            )
        for table, rows in chapter.seeds.items():
            agency_id = agencies[name]["agency_id"]
            tables.setdefault(table, []).extend({"agency_id": agency_id, **row} for row in rows)
    return tables


def with_columns(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> pl.DataFrame:
    """The rows as text columns; a column that is not printed is blank."""
    texts = [[row.get(name, "") for name in columns] for row in rows]
    return pl.DataFrame(texts, dict.fromkeys(columns, pl.String), orient="row")
