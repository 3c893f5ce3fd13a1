"""Questions as a stranger asks them, in SQL as a stranger writes it, and the printed answers.

`tests/questions/` holds them: the question, where its answer is printed, the answer as read off the
document by hand, and the SQL. None knows of totals, second printings or superseded states, so each
answer shows that the tables need no such knowledge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from foundation.locations import PROJECT_ROOT
from foundation.yaml_files import read_yaml

FOLDER = PROJECT_ROOT / "tests/questions"


@dataclass(frozen=True)
class Question:
    """A question, the rows that answer it, and the SQL that asks for them."""

    text: str
    rows: list[tuple[Any, ...]]
    sql: str


def _questions() -> Iterator[Question]:
    for file in sorted(FOLDER.glob("*.yml")):
        for asked in read_yaml(file):
            answer = asked["answer"]
            rows = answer if isinstance(answer, list) else [[answer]]
            assert asked["printed"], f"{asked['question']} does not say where its answer is printed"
            yield Question(asked["question"], [tuple(row) for row in rows], asked["sql"])


QUESTIONS = list(_questions())


def _comparable(value: Any) -> Any:
    """A number as the exact decimal it is written as, anything else as it is."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return Decimal(str(value)).normalize() if is_number else value


def test_sixty_questions_are_asked_once_each() -> None:
    texts = [question.text for question in QUESTIONS]
    assert len(texts) >= 60
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text)
def test_a_natural_question_gets_the_printed_answer(
    question: Question, warehouse: duckdb.DuckDBPyConnection
) -> None:
    given = warehouse.execute(question.sql).fetchall()
    assert [tuple(map(_comparable, row)) for row in given] == [
        tuple(map(_comparable, row)) for row in question.rows
    ]
