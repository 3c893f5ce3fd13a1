"""From a page's facts to its HTML, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from warehouse.site.facts import Row
from warehouse.site.language import CHINESE, ENGLISH, Language

Number = Decimal | float | int
# On pages in English, what is printed in Chinese says so.
_IN_CHINESE = Markup(' lang="zh-Hant"')


@dataclass(frozen=True)
class Page:
    """A page, before it is written in a language.

    Attributes:
        path: where it stands, seen from the folder of its language.
        template: which template makes it.
        title_zh: its title in Chinese.
        title_en: its title in English.
        context: what else the template shows.
        section: the entry of the menu it belongs to.
    """

    path: str
    template: str
    title_zh: str
    title_en: str
    context: Mapping[str, Any] = field(default_factory=dict)
    section: str = ""


@dataclass(frozen=True)
class Build:
    """The build a site is made from."""

    row: Row

    @property
    def run_id(self) -> str:
        return str(self.row["run_id"])

    @property
    def finished_at(self) -> datetime:
        finished: datetime = self.row["finished_at"]
        return finished

    @property
    def commit(self) -> str:
        return str(self.row["git_commit"])

    def citation(self, language: Language, title: str) -> str:
        """How a page of this build is cited."""
        return language.say(
            f"「{title}」，政策資料倉儲（policy-warehouse），建置 {self.run_id}，"
            f"{self.finished_at:%Y-%m-%d}，版本 {self.commit[:12]}。",
            f"“{title}”, policy-warehouse, build {self.run_id}, "
            f"{self.finished_at:%Y-%m-%d}, commit {self.commit[:12]}.",
        )


def place_id(locator: str) -> str:
    """The id that a place has on the page of its document: no white space."""
    return re.sub(r"\s+", "_", locator)


def kpi_path(kpi_id: str) -> str:
    """Where the page of a KPI stands."""
    return f"kpis/{kpi_id}.html"


def plan_path(source_document_id: str, agency_id: str) -> str:
    """Where the page of an agency's plan stands."""
    return f"plans/{source_document_id}/{agency_id}.html"


def metric_path(metric_id: str) -> str:
    """Where the page of a metric stands."""
    return f"metrics/{metric_id}.html"


def source_path(source_document_id: str) -> str:
    """Where the page of a document stands."""
    return f"sources/{source_document_id}.html"


@dataclass(frozen=True)
class Links:
    """Addresses of other pages, seen from a page.

    Attributes:
        root: the way from the page to the folder of its language.
    """

    root: str

    def page(self, path: str) -> str:
        return self.root + quote(path)

    def kpi(self, kpi_id: str) -> str:
        return self.page(kpi_path(kpi_id))

    def plan(self, source_document_id: str, agency_id: str) -> str:
        return self.page(plan_path(source_document_id, agency_id))

    def metric(self, metric_id: str) -> str:
        return self.page(metric_path(metric_id))

    def table(self, full_name: str) -> str:
        return f"{self.page('data.html')}#{full_name}"

    def finding(self, finding_id: str) -> str:
        return f"{self.page('audit.html')}#{quote(place_id(finding_id))}"

    def source(self, source_document_id: str, locator: str | None = None) -> str:
        place = f"#{quote(place_id(locator))}" if locator else ""
        return self.page(source_path(source_document_id)) + place

    def entry(self, row: Row) -> str | None:
        """The page that shows an entry of the list of places."""
        key, kind = row["page_key"], row["page_kind"]
        if kind == "kpi":
            return self.kpi(key)
        if kind == "plan":
            return self.plan(row["source_document_id"], key)
        if kind == "metric":
            return self.metric(key)
        return self.finding(key) if kind == "finding" else None


class Renderer:
    """Writes pages in one language.

    Args:
        language: of the pages.
        build: what they are made from.
        shared: what every template may show.
    """

    def __init__(self, language: Language, build: Build, shared: Mapping[str, Any]) -> None:
        self.language = language
        self._build = build
        self._shared = shared

    def html(self, page: Page) -> str:
        """The page as HTML."""
        language = self.language
        root = "../" * page.path.count("/")
        top = root + ("../" if language.folder else "")
        other = CHINESE if language is ENGLISH else ENGLISH
        title = language.say(page.title_zh, page.title_en)
        context = {
            **self._shared,
            **page.context,
            "page": page,
            "title": title,
            "language": language,
            "say": language.say,
            "code": language.code,
            "name_of": language.of_row,
            "links": Links(root),
            "assets": f"{top}assets/",
            "other": other,
            "other_href": top + other.folder + quote(page.path),
            "build": self._build,
            "citation": self._build.citation(language, title),
            "chinese": "" if language.is_chinese else _IN_CHINESE,
        }
        return environment().get_template(page.template).render(context)


@cache
def environment() -> Environment:
    """The templates, and the filters they use."""
    made = Environment(
        loader=PackageLoader(__package__),
        autoescape=select_autoescape(["html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "both_languages": both_languages,
        "latest_metric": latest_metric,
        "operator": operator,
        "pair": lambda value: (value, value),
        "pair_code": lambda value, kind, language: (value, language.code(kind, value)),
        "pair_with": _pair_with,
        "pair_year": lambda year, language: (year, language.say(f"{year}年", str(year + 1911))),
        "exact": exact,
        "number": number,
        "percent": percent,
        "points": points,
        "place_id": place_id,
    }
    return made


def exact(value: Number) -> str:
    """A number without grouping and without zeros at its end, for machines."""
    return f"{Decimal(str(value)).normalize():f}"


def number(value: Number, unit: int = 1, digits: int | None = None) -> str:
    """A number for people, in multiples of `unit`: grouped, with the digits it has or `digits`."""
    scaled = Decimal(str(value)) / unit
    if digits is not None:
        return f"{scaled:,.{digits}f}"
    return f"{scaled.normalize():,f}"


def percent(value: Number, digits: int = 1) -> str:
    """A fraction as per cent."""
    return f"{Decimal(str(value)) * 100:,.{digits}f}%"


def points(value: Number, digits: int = 1) -> str:
    """A difference of two fractions, in percentage points with its sign."""
    return f"{Decimal(str(value)) * 100:+,.{digits}f}"


def operator(code: str | None) -> str:
    """A comparison as it is written before a number."""
    return {None: "", ">=": "≥ ", "<=": "≤ "}.get(code, f"{code} ")


def both_languages(comment: str) -> tuple[str, str]:
    """A description in English and in Chinese: its first and last line."""
    english, _, chinese = comment.partition("\n")
    return english, chinese or english


def latest_metric(rows: Sequence[Row]) -> Row:
    """The figure of the latest period; the first of them where there are several."""
    return max(rows, key=lambda row: row["period_end_date"] or date.min)


def _pair_with(key: str, rows: Mapping[str, Row], language: Language) -> tuple[str, str]:
    """A document's or an agency's identifier and its name."""
    row = rows[key]
    return key, language.of_row(row, "title" if "title_zh" in row else "agency_name")
