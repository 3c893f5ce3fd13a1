"""What the gate checked, as a page that opens without a network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from warehouse.gates.checked_suites import CheckedSuite


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
