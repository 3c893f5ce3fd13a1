"""The changelog between two builds in words: what was added, revised, corrected, removed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined

from foundation.sql_text import identifier
from warehouse.asking.answers import shown_value
from warehouse.asking.catalogue import Table, all_tables, columns_of
from warehouse.asking.citation import Build, published_build
from warehouse.asking.sql import open_published
from warehouse.published.command import build_file, differences_between
from warehouse.published.differences import Sample, TableDifference

LANGUAGES = ("zh", "en")
# Rows named of each kind and table; the others are counted.
NAMED_ROWS = 10
ROWS_COMPARED = 100_000
LONGEST_VALUE = 60
CORRECTIONS, FINDINGS = "audit.rpt_corrections", "audit.rpt_source_findings"
# They count what the other tables hold, so they differ whenever those do.
DERIVED = ("audit.rpt_row_conservation", "audit.rpt_check_coverage")


@dataclass(frozen=True)
class ChangedValue:
    """A value that is another now; texts are cut, None is null."""

    column: str
    column_zh: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class NamedRow:
    """A row by its name, year and place, with the values that changed."""

    name: str
    roc_year: int | None
    place: str | None
    values: tuple[ChangedValue, ...] = ()


@dataclass(frozen=True)
class Rows:
    """How many rows, and the first of them by name."""

    count: int
    named: tuple[NamedRow, ...]

    @property
    def others(self) -> int:
        return self.count - len(self.named)


@dataclass(frozen=True)
class TableChanges:
    """What happened to a table.

    Attributes:
        table: the table, as the file that has it describes it.
        is_new, is_gone: whether only the later, only the earlier build has it.
        added, removed: rows by key.
        corrected: rows whose figure a correction changed or gave up.
        revised: rows with other values for another reason.
        moved_count: rows of which only the place or a technical column differs.
        columns: columns that are new, gone or of another type, in words of SQL.
    """

    table: Table
    is_new: bool
    is_gone: bool
    added: Rows
    removed: Rows
    corrected: Rows
    revised: Rows
    moved_count: int
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Changes:
    """What happened between two builds."""

    before: Build
    after: Build
    tables: tuple[TableChanges, ...]
    corrections: tuple[dict[str, Any], ...]
    corrections_withdrawn: tuple[dict[str, Any], ...]
    findings: tuple[dict[str, Any], ...]
    findings_settled: tuple[dict[str, Any], ...]


def changelog(published: Path, before: str, after: str, languages: tuple[str, ...]) -> str:
    """The changelog between two builds as Markdown.

    Args:
        published: the published file.
        before, after: a kept build's run, `published`, or the path of a file.
        languages: of `LANGUAGES`, in the order in which they are to stand.

    Raises:
        WarehouseError: a build is not there, or cannot be read.
    """
    found = changes(published, before, after)
    environment = Environment(
        loader=PackageLoader(__package__),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  Markdown, not HTML
    )
    pages = (
        environment.get_template(f"changes.{language}.md.jinja").render(changes=found)
        for language in languages
    )
    return "\n".join(f"{page.rstrip()}\n" for page in pages)


def changes(published: Path, before: str, after: str) -> Changes:
    """What happened between two builds.

    Raises:
        WarehouseError: a build is not there, or cannot be read.
    """
    differences = {
        difference.table: difference
        for difference in differences_between(published, before, after, samples=ROWS_COMPARED)
        if not difference.table.startswith("meta.") and difference.table not in DERIVED
    }
    corrections, findings = (differences.pop(name, None) for name in (CORRECTIONS, FINDINGS))
    with (
        open_published(build_file(published, before)) as older,
        open_published(build_file(published, after)) as newer,
    ):
        tables = {
            **{table.full_name: (older, table) for table in all_tables(older)},
            **{table.full_name: (newer, table) for table in all_tables(newer)},
        }
        kpi_names = dict(_kpi_names(older) + _kpi_names(newer))
        return Changes(
            before=published_build(older),
            after=published_build(newer),
            tables=tuple(
                _table_changes(difference, *tables[name], kpi_names)
                for name, difference in differences.items()
            ),
            corrections=_whole_rows(corrections, "added"),
            corrections_withdrawn=_whole_rows(corrections, "removed"),
            findings=_whole_rows(findings, "added"),
            findings_settled=_whole_rows(findings, "removed"),
        )


def _whole_rows(difference: TableDifference | None, kind: str) -> tuple[dict[str, Any], ...]:
    samples = difference.samples if difference else ()
    return tuple({**sample["key"], **sample["row"]} for sample in samples if sample["is"] == kind)


def _table_changes(
    difference: TableDifference,
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    kpi_names: dict[str, str],
) -> TableChanges:
    is_whole = difference.rows_before is not None and difference.rows_after is not None
    names_zh = {column.name: column.description.name_zh for column in columns_of(connection, table)}
    changed = [sample for sample in difference.samples if sample["is"] == "changed"]
    moved = [sample for sample in changed if all(map(_is_of_place, sample["before"]))]
    corrected = [sample for sample in changed if "correction_id" in sample["before"]]
    revised = [sample for sample in changed if sample not in moved and sample not in corrected]

    def changed_rows(samples: list[Sample]) -> Rows:
        named = (
            _changed_row(_row(connection, table, sample), sample, names_zh, kpi_names)
            for sample in samples[:NAMED_ROWS]
        )
        return Rows(len(samples), tuple(named))

    return TableChanges(
        table=table,
        is_new=difference.rows_before is None,
        is_gone=difference.rows_after is None,
        added=_rows(difference, "added", difference.added if is_whole else 0, kpi_names),
        removed=_rows(difference, "removed", difference.removed if is_whole else 0, kpi_names),
        corrected=changed_rows(corrected),
        revised=changed_rows(revised),
        moved_count=len(moved),
        columns=(
            *((name, "new") for name in difference.columns_added),
            *((name, "gone") for name in difference.columns_removed),
            *((name, f"{old} → {new}") for name, (old, new) in difference.types_changed.items()),
        ),
    )


def _rows(difference: TableDifference, kind: str, count: int, kpi_names: dict[str, str]) -> Rows:
    samples = [sample for sample in difference.samples if sample["is"] == kind]
    named = tuple(
        _named({**sample["key"], **sample["row"]}, kpi_names) for sample in samples[:NAMED_ROWS]
    )
    return Rows(count, named if count else ())


def _row(connection: duckdb.DuckDBPyConnection, table: Table, sample: Sample) -> dict[str, Any]:
    """The whole row of a sample, as the later build has it."""
    conditions = " and ".join(
        f"{identifier(column)} is not distinct from ?" for column in sample["key"]
    )
    found = connection.execute(
        f"select * from {table.full_name} where {conditions} limit 1",  # noqa: S608
        list(sample["key"].values()),
    )
    columns = [column for column, *_ in found.description]
    return dict(zip(columns, *found.fetchall(), strict=True))


def _changed_row(
    row: dict[str, Any], sample: Sample, names_zh: dict[str, str], kpi_names: dict[str, str]
) -> NamedRow:
    values = tuple(
        ChangedValue(column, names_zh.get(column, ""), _cut(value), _cut(sample["after"][column]))
        for column, value in sample["before"].items()
        if not _is_of_place(column)
    )
    return replace(_named(row, kpi_names), values=values)


def _named(row: dict[str, Any], kpi_names: dict[str, str]) -> NamedRow:
    """A row by the last of its names, the most particular; else by its KPI, a text or its key."""
    texts = [
        column for column in row if column.endswith("_zh") and "unit" not in column and row[column]
    ]
    names = [column for column in texts if column.endswith(("_name_zh", "metric_zh", "title_zh"))]
    ways = (
        row[names[-1]] if names else None,
        kpi_names.get(row.get("kpi_id", "")),
        row[texts[0]] if texts else None,
        *row.values(),
    )
    name = next(way for way in ways if way is not None)
    return NamedRow(_cut(name) or "", row.get("roc_year"), row.get("source_locator"))


def _kpi_names(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    names: list[tuple[str, str]] = connection.execute(
        "select kpi_id, kpi_name_zh from core.dim_kpis where kpi_name_zh is not null"
    ).fetchall()
    return names


def _is_of_place(column: str) -> bool:
    return column.startswith("_") or column in ("source_locator", "quote_zh")


def _cut(value: Any) -> str | None:
    if value is None:
        return None
    text = " ".join(shown_value(value).split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
