"""A layout as declared: parts, tables, their columns and headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.errors import InputError
from foundation.yaml_files import read_yaml
from loaders.layouts.printed import as_heading

SHIPPED = Path(__file__).with_name("shipped")
_YEAR = "{年}"


@dataclass(frozen=True)
class Column:
    """A column of a table: what it gives, and how its heading may read.

    Attributes:
        gives: the column of the seed; a number and a text where it holds both.
        goes_on: whether a blank or merged cell says what the one above says.
        one_of: the texts it may have; none where any will do.
    """

    gives: tuple[str, ...]
    headings: tuple[str, ...]
    goes_on: bool = False
    is_blank_allowed: bool = False
    is_optional: bool = False
    one_of: tuple[str, ...] = ()

    def heading_year(self, heading: str) -> str | None:
        """The year a heading names, empty where none; None where it is no heading of this one."""
        for variant in self.headings:
            pattern = re.escape(as_heading(variant)).replace(re.escape(_YEAR), r"(?P<year>\d{2,3})")
            if found := re.fullmatch(pattern, as_heading(heading)):
                return found.groupdict().get("year") or ""
        return None


@dataclass(frozen=True)
class TableLayout:
    """A table: its columns, and what begins a row.

    Attributes:
        row_is_whole_with: a column that is never blank, so that a row without it goes on with the
            one before the page.
        also_gives: the seed that has the actual values of the table.
    """

    name: str
    columns: tuple[Column, ...]
    row_begins_with: str
    row_is_whole_with: str
    also_gives: str | None

    def column_of(self, name: str) -> Column:
        """The column that gives a name."""
        return next(column for column in self.columns if name in column.gives)


@dataclass(frozen=True)
class Part:
    """A part of a chapter: an outline of goals and strategies, or a table and its legend."""

    name: str
    headings: tuple[str, ...]
    outline: str | None = None
    table: str | None = None
    legend: str | None = None
    is_optional: bool = False


@dataclass(frozen=True)
class Layout:
    """How a kind of document prints its tables."""

    name: str
    title_zh: str
    title_en: str
    title: re.Pattern[str]
    parts: tuple[Part, ...]
    tables: Mapping[str, TableLayout]
    notes: tuple[str, ...]

    def part(self, heading: str) -> Part | None:
        """The part that a line, without its number, is the heading of."""
        text = as_heading(heading).rstrip(":")
        return next((part for part in self.parts if text in map(as_heading, part.headings)), None)


def layout_names() -> list[str]:
    """The layouts that are shipped."""
    return sorted(path.stem for path in SHIPPED.glob("*.yml"))


def read_layout(name: str) -> Layout:
    """A layout by name.

    Raises:
        InputError: there is none of that name.
    """
    if name not in layout_names():
        raise InputError(
            file="--layout",
            found=f"the layout `{name}`",
            expected=f"one of {', '.join(layout_names())}",
            mend=f"take one of them, or declare another in {SHIPPED.parent.name}/{SHIPPED.name}",
        )
    declared = read_yaml(SHIPPED / f"{name}.yml")
    return Layout(
        name=name,
        title_zh=declared["title_zh"],
        title_en=declared["title_en"],
        title=re.compile(declared["title"]),
        parts=tuple(
            Part(**{**part, "headings": tuple(part["headings"])}) for part in declared["parts"]
        ),
        tables={table: _table(table, given) for table, given in declared["tables"].items()},
        notes=tuple(declared["notes"]),
    )


def _table(name: str, declared: Mapping[str, Any]) -> TableLayout:
    columns: list[dict[str, Any]] = declared["columns"]
    begins = str(declared["row_begins_with"])
    return TableLayout(
        name=name,
        columns=tuple(
            Column(
                gives=tuple(column["gives"]),
                headings=tuple(column["headings"]),
                goes_on=column.get("goes_on", False),
                is_blank_allowed=column.get("is_blank_allowed", False),
                is_optional=column.get("is_optional", False),
                one_of=tuple(column.get("one_of", ())),
            )
            for column in columns
        ),
        row_begins_with=begins,
        row_is_whole_with=str(declared.get("row_is_whole_with", begins)),
        also_gives=str(declared["also_gives"]) if "also_gives" in declared else None,
    )
