"""What a page of the site holds, read without a browser."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class SitePage:
    """A written page.

    Args:
        path: its file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.html = path.read_text("utf-8")

    @property
    def ids(self) -> list[str]:
        return [unescape(name) for name in re.findall(r'\sid="([^"]*)"', self.html)]

    @property
    def addresses(self) -> list[str]:
        """Everything the page links to or loads."""
        return [
            unescape(name) for name in re.findall(r'\s(?:href|src|action)="([^"]*)"', self.html)
        ]

    @property
    def loaded(self) -> list[str]:
        """What the page loads: styles and scripts."""
        found = re.findall(
            r'<(?:link rel="stylesheet"|script)[^>]*?(?:href|src)="([^"]*)"', self.html
        )
        return [unescape(name) for name in found]

    def table(self, table_id: str) -> str:
        """The HTML of a table."""
        found = re.search(rf'<table[^>]*id="{table_id}".*?</table>', self.html, re.DOTALL)
        assert found, f"{self.path} has no table {table_id}"
        return found[0]

    def figures(self, table_id: str) -> Counter[Decimal]:
        """The figures of a table, each with how often it stands there."""
        return Counter(map(Decimal, re.findall(r'<data value="([^"]*)"', self.table(table_id))))

    def chart(self, chart_id: str) -> dict[str, Any]:
        """The specification of a chart."""
        found = re.search(
            rf'<figure[^>]*id="{chart_id}".*?<script type="application/json">(.*?)</script>',
            self.html,
            re.DOTALL,
        )
        assert found, f"{self.path} has no chart {chart_id}"
        specification: dict[str, Any] = json.loads(found[1])
        return specification

    def points(self, chart_id: str) -> list[dict[str, Any]]:
        """What a chart of one data set draws."""
        (points,) = self.chart(chart_id)["datasets"].values()
        return list(points)


def target(page: Path, address: str) -> tuple[Path, str] | None:
    """The file and fragment an address of a page leads to; None where it leaves the site."""
    parts = urlsplit(address)
    if parts.scheme:
        return None
    file = page if not parts.path else (page.parent / unquote(parts.path)).resolve()
    return file, unquote(parts.fragment)
