"""What the gate checked, as a page that opens without a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


@dataclass(frozen=True)
class CheckedExpectation:
    """An expectation as it was checked.

    Attributes:
        type: its Great Expectations type.
        arguments: what it was asked with.
        note: the accident it guards against.
        is_met: whether it was evaluated and holds.
        observed: what was found instead.
    """

    type: str
    arguments: str
    note: str
    is_met: bool
    observed: str


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


def write_report(suites: Sequence[CheckedSuite], page: Path) -> None:
    """Write the page."""
    environment = Environment(
        loader=PackageLoader("warehouse"),
        autoescape=select_autoescape(["html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.parent.mkdir(parents=True, exist_ok=True)
    template = environment.get_template("expectations.html.jinja")
    page.write_text(template.render(suites=suites), "utf-8")
