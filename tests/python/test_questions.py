"""The worked questions of `analyses/` against the answers that docs/questions.md gives."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from foundation.locations import PROJECT_ROOT
from warehouse.asking.answers import as_markdown
from warehouse.asking.sql import answer

ANALYSES = sorted((PROJECT_ROOT / "analyses").glob("*.sql"))
PAGE = PROJECT_ROOT / "docs/questions.md"


def _documented(name: str) -> tuple[str, str, str]:
    """Question in English and Chinese, and the table below it."""
    section = re.search(
        rf"^## \d+\. (.+)\n\n(.+) \(`analyses/{name}\.sql`\)\n\n((?:\|.*\n)+)",
        PAGE.read_text("utf-8"),
        re.MULTILINE,
    )
    assert section, f"docs/questions.md does not answer {name}"
    return section[1], section[2], section[3]


def test_there_are_twelve_questions_and_the_page_answers_no_other() -> None:
    answered = re.findall(r"^.+ \(`analyses/(\w+)\.sql`\)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(answered) == [path.stem for path in ANALYSES]
    assert len(answered) == 12


@pytest.mark.parametrize("path", ANALYSES, ids=lambda path: path.stem)
def test_a_question_is_answered_as_documented(
    path: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    sql = path.read_text("utf-8")
    english, chinese, table = _documented(path.stem)
    assert sql.splitlines()[:2] == [f"-- {english}", f"-- {chinese}"]
    given = answer(warehouse, sql)
    assert given is not None
    assert given.rows
    assert as_markdown(given) == table
