"""Questions a stranger would ask, in SQL as that person would write it, have the document's answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest
import yaml

from foundation.locations import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "tests" / "questions"
QUESTIONS: list[dict[str, Any]] = [
    entry
    for path in sorted(FOLDER.glob("*.yml"))
    for entry in yaml.safe_load(path.read_text("utf-8"))
]


def _value(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return pytest.approx(float(value), rel=1e-9)
    return str(value)


def test_no_question_is_asked_twice() -> None:
    asked = [entry["question"] for entry in QUESTIONS]
    assert len(asked) >= 10
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("entry", QUESTIONS, ids=[entry["question"] for entry in QUESTIONS])
def test_the_natural_query_gives_the_documents_answer(
    warehouse: duckdb.DuckDBPyConnection, entry: dict[str, Any]
) -> None:
    rows = warehouse.execute(entry["sql"]).fetchall()
    assert [list(row) for row in rows] == [[_value(cell) for cell in row] for row in entry["answer"]]
