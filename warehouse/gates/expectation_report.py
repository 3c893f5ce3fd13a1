"""What the gate checked, as a page that opens without a network and as rows of `meta`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from warehouse.gates.checked_suites import CheckedSuite
from warehouse.published.run_history import CheckResult


def write_report(suites: Sequence[CheckedSuite], page: Path) -> None:
    """Write the page."""
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=select_autoescape(["html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.parent.mkdir(parents=True, exist_ok=True)
    template = environment.get_template("expectations.html.jinja")
    page.write_text(template.render(suites=suites), "utf-8")


def expectation_results(suites: Iterable[CheckedSuite]) -> tuple[CheckResult, ...]:
    """The expectations of suites as rows of `meta.check_results`."""
    return tuple(
        CheckResult(
            check_kind_code="expectation",
            check_name=f"{suite.name}: {expectation.type} {expectation.arguments}",
            outcome_code="passed" if expectation.is_met else "failed",
            failure_count=expectation.unexpected_count,
            duration_seconds=None,
        )
        for suite in suites
        for expectation in suite.expectations
    )
