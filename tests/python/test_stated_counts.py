"""Counts stated in prose that is in no seed, and what they count, stand in the source text."""

from __future__ import annotations

import re
from pathlib import Path

from foundation.csv_files import read_table
from foundation.locations import SEEDS_FOLDER
from loaders.documents.flow import FlowText
from loaders.documents.registry import open_document
from loaders.seeds.declarations import seed_declaration

# A list may begin so many lines before the count that closes it, or end so many after it.
LIST_LINES = 60


def _rows(seed_name: str) -> list[dict[str, str]]:
    declaration = seed_declaration(SEEDS_FOLDER, seed_name)
    return read_table(declaration.path, declaration.column_names).to_dicts()


def test_counts_of_prose_and_their_items_stand_where_the_locator_says(sources: Path) -> None:
    items = _rows("reference__stated_count_items")
    counts = [row for row in _rows("reference__stated_counts") if row["source_locator"]]
    assert len(counts) >= 10
    for count in counts:
        lines = list(enumerate(open_document(count["source_document_id"], sources).lines, start=1))
        line = int(re.findall(r"L(\d+)$", count["source_locator"])[0])
        around = FlowText.join(lines[max(0, line - LIST_LINES) : line + LIST_LINES])
        places = [
            set(around.line_numbers[found.start() : found.end()])
            for found in re.finditer(re.escape(count["quote_zh"]), around.text)
        ]
        assert any(line in place for place in places), count
        listed = [item["quote_zh"] for item in items if item["count_code"] == count["count_code"]]
        assert len(set(listed)) == len(listed) > 1, count
        assert [item for item in listed if item not in around.text] == [], count
