"""Whether each source is as new as was declared: documents by their date, files by their load."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click

from foundation.locations import SEEDS_FOLDER
from loaders.files.load_list import counted_loads
from warehouse.locations import landing_folder

DECLARED = SEEDS_FOLDER / "reference" / "reference__source_freshness.csv"
DOCUMENTS = SEEDS_FOLDER / "reference" / "reference__source_documents.csv"


@dataclass(frozen=True)
class SourceFreshness:
    """How new a source is.

    Attributes:
        source_kind_code: `document` or `load`.
        source_code: the document, or the kind of users' files.
        newest_date: date printed on the document, or of the newest load that counts; None where
            there is none.
        expected_interval_days: days after which a newer state is expected; None for a source that
            is published once.
        age_days: days since `newest_date`.
        status_code: `fresh`, `overdue`, `once` (nothing newer is expected), `undated` (a document
            that prints no date), `not_loaded` (users have loaded none) or `undeclared`.
        reason: why that interval is expected.
    """

    source_kind_code: str
    source_code: str
    newest_date: date | None
    expected_interval_days: int | None
    age_days: int | None
    status_code: str
    reason: str


def source_freshness(today: date | None = None) -> list[SourceFreshness]:
    """Every source, in the order of its declaration, undeclared documents last.

    Args:
        today: the day to judge on; None for this one, UTC.
    """
    judged_on = today or datetime.now(UTC).date()
    dates = {("document", name): day for name, day in _document_dates().items()}
    dates.update((("load", kind), day) for kind, day in _load_dates(landing_folder()).items())
    declared = {
        (row["source_kind_code"], row["source_code"]): (
            int(row["expected_interval_days"]) if row["expected_interval_days"] else None,
            row["reason_en"],
        )
        for row in _rows(DECLARED)
    }
    judged = [
        _judged(source, dates.get(source), interval, reason, judged_on)
        for source, (interval, reason) in declared.items()
    ]
    undeclared = [
        SourceFreshness(*source, day, None, None, "undeclared", f"not in {DECLARED.name}")
        for source, day in dates.items()
        if source not in declared
    ]
    return judged + undeclared


def overdue(sources: list[SourceFreshness]) -> list[str]:
    """A line for each source of which something newer should be there."""
    return [
        f"{source.source_kind_code} {source.source_code}: {source.age_days} days old, expected "
        f"every {source.expected_interval_days}"
        for source in sources
        if source.status_code == "overdue"
    ]


def print_freshness(sources: list[SourceFreshness], *, as_json: bool) -> None:
    """Print a line for each source, or all of them as JSON."""
    if as_json:
        rows = [asdict(source) for source in sources]
        click.echo(json.dumps(rows, ensure_ascii=False, default=str, indent=2))
        return
    for source in sources:
        dated = f"{source.newest_date}, {source.age_days} days" if source.newest_date else "no date"
        interval = source.expected_interval_days
        expected = f"every {interval} days" if interval else "once"
        name = f"{source.source_kind_code} {source.source_code}"
        click.echo(f"{source.status_code:<11}{name:<38}{dated:<24}{expected}")


def _judged(
    source: tuple[str, str],
    newest_date: date | None,
    interval: int | None,
    reason: str,
    judged_on: date,
) -> SourceFreshness:
    age_days = (judged_on - newest_date).days if newest_date else None
    if interval is None:
        status_code = "once"
    elif age_days is None:
        status_code = "undated" if source[0] == "document" else "not_loaded"
    else:
        status_code = "overdue" if age_days > interval else "fresh"
    return SourceFreshness(*source, newest_date, interval, age_days, status_code, reason)


def _document_dates() -> dict[str, date | None]:
    return {
        row["source_document_id"]: (
            date.fromisoformat(row["published_date"]) if row["published_date"] else None
        )
        for row in _rows(DOCUMENTS)
    }


def _load_dates(folder: Path) -> dict[str, date]:
    """Day of the newest load that counts, by kind."""
    newest: dict[str, date] = {}
    for load in counted_loads(folder):
        loaded_on = datetime.fromisoformat(load["loaded_at"]).date()
        newest[load["kind_code"]] = max(newest.get(load["kind_code"], loaded_on), loaded_on)
    return newest


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
