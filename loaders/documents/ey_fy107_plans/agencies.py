"""The 33 agencies by the name their chapter prints."""

from __future__ import annotations

from foundation.csv_files import LINE_COLUMN, read_table
from foundation.locations import SEEDS_FOLDER
from loaders.documents.ey_fy107_plans.pages import Chapter
from loaders.seeds.declarations import seed_declaration

AGENCIES_SEED = "reference__agencies"


def agency_ids(chapters: list[Chapter]) -> dict[int, str]:
    """The agency of each chapter, by chapter number.

    Raises:
        ValueError: a chapter's number or name is not the one the reference seed gives.
    """
    declaration = seed_declaration(SEEDS_FOLDER, AGENCIES_SEED)
    rows = read_table(declaration.path, declaration.column_names).drop(LINE_COLUMN)
    agencies = {
        (row["chapter_no"], row["agency_name_zh"]): str(row["agency_id"])
        for row in rows.iter_rows(named=True)
    }
    found: dict[int, str] = {}
    for chapter in chapters:
        key = (str(chapter.chapter_no), chapter.name_zh)
        if key not in agencies:
            raise ValueError(f"{AGENCIES_SEED} has no chapter {' '.join(key)}")
        found[chapter.chapter_no] = agencies[key]
    return found
