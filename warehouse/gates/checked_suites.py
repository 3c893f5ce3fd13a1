"""What the gate found of each expectation suite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CheckedExpectation:
    """An expectation as it was checked.

    Attributes:
        type: its Great Expectations type.
        arguments: what it was asked with.
        note: the accident it guards against.
        is_met: whether it was evaluated and holds.
        observed: what was found instead.
        unexpected_count: rows that are not as expected; None where it does not count rows.
    """

    type: str
    arguments: str
    note: str
    is_met: bool
    observed: str
    unexpected_count: int | None = None


@dataclass(frozen=True)
class CheckedSuite:
    """A suite as it was checked, `name` being the schema and table."""

    checkpoint: str
    name: str
    expectations: tuple[CheckedExpectation, ...]

    @property
    def count(self) -> int:
        return len(self.expectations)

    @property
    def met_count(self) -> int:
        return sum(expectation.is_met for expectation in self.expectations)


def with_earlier(
    checked: Iterable[CheckedSuite], earlier: Iterable[CheckedSuite]
) -> tuple[CheckedSuite, ...]:
    """The suites that were checked, and those of an earlier build that were not checked again."""
    suites = {suite.name: suite for suite in (*earlier, *checked)}
    return tuple(sorted(suites.values(), key=lambda suite: (suite.checkpoint, suite.name)))


def suites_from_json(suites: Iterable[dict[str, Any]]) -> tuple[CheckedSuite, ...]:
    """The suites that `dataclasses.asdict` and JSON made of them."""
    return tuple(
        CheckedSuite(
            suite["checkpoint"],
            suite["name"],
            tuple(CheckedExpectation(**each) for each in suite["expectations"]),
        )
        for suite in suites
    )
