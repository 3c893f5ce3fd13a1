"""Pages of the site in headless Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, sync_playwright

WIDTHS = (360, 1440)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_SCREEN_HEIGHT = 900
_AXE = """axe.run(document, {preload: false, resultTypes: ["violations"]}).then((answer) =>
    answer.violations
        .filter((one) => ["serious", "critical"].includes(one.impact))
        .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" ")}`))"""


@dataclass
class Visit:
    """A page that was opened, and what went wrong on it.

    Attributes:
        page: the page.
        errors: what the console complained of, and addresses outside the site that were asked for.
    """

    page: Page
    errors: list[str] = field(default_factory=list)

    @property
    def overflow(self) -> int:
        """Pixels by which the page is wider than the screen."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        overflow: int = self.page.evaluate(width)
        return overflow

    def wait_for_charts(self) -> None:
        """Bring every chart into view and wait until it is drawn."""
        for figure in self.page.query_selector_all("figure.vega"):
            figure.scroll_into_view_if_needed()
            self.page.wait_for_function("(one) => one.dataset.drawn === 'yes'", arg=figure)

    def wait_for(self, ready: str) -> None:
        """Wait until a script says it is ready: `tables`, `search` or `sql`."""
        self.page.wait_for_selector(f"html[data-{ready}=ready]", timeout=60_000)

    def rows(self, table_id: str) -> list[str]:
        """The text of the rows a table shows."""
        rows = self.page.query_selector_all(f"#{table_id} tbody tr")
        return [row.inner_text() for row in rows]

    def serious_violations(self, site_packages: Path) -> list[str]:
        """What axe finds serious or critical."""
        self.page.evaluate((site_packages / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
        violations: list[str] = self.page.evaluate(_AXE)
        return violations


class Window:
    """A window of one width and colour scheme."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context

    def visit(self, address: str) -> Visit:
        """Open an address; anything else the page asks for outside its site is an error."""
        visit = Visit(self._context.new_page())
        site = address.split("/site/")[0] if address.startswith("file:") else _origin(address)

        def told(message: Any) -> None:
            if message.type in ("error", "warning"):
                visit.errors.append(message.text)

        def asked(request: Any) -> None:
            if not request.url.startswith((site, "data:", "blob:")):
                visit.errors.append(f"asked for {request.url}")

        visit.page.on("console", told)
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.page.on("request", asked)
        visit.page.goto(address)
        return visit


def _origin(address: str) -> str:
    return "/".join(address.split("/")[:3])


@contextmanager
def launched(executable: Path) -> Iterator[Chromium]:
    """The Chromium of this machine; one of them can run in a thread."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def browsing(
    chromium: Chromium, *, width: int, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Window]:
    """A window of its own, without cookies or cache."""
    context = chromium.new_context(
        viewport={"width": width, "height": _SCREEN_HEIGHT}, color_scheme=scheme
    )
    try:
        yield Window(context)
    finally:
        context.close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Keep what was asked for out of the test's output."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a web server of its own; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
