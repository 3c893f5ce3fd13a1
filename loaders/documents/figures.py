"""Dated figures in prose: a reading list says where each stands, the text gives its value.

A reading list is a CSV file beside the document's parser. Its `quote_pattern` is a short quote
with `{}` in the place of the figure and `#` for any other printed number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from foundation.csv_files import LINE_COLUMN, read_table
from foundation.errors import InputError
from foundation.locations import shown
from loaders.documents.flow import FlowText

READING_LIST_COLUMNS = [
    "section",
    "metric_id",
    "metric_name_zh",
    "dimension_zh",
    "period_start_date",
    "period_end_date",
    "as_of_date",
    "is_total",
    "is_period_inferred",
    "unit_zh",
    "quote_pattern",
]
NUMBER = r"[0-9]+(?:[,.][0-9]+)*"


@dataclass(frozen=True)
class Figure:
    """A figure found in the text.

    Attributes:
        section: the section it stands in, as the locator writes it.
        span: start and end of its digits in the section's flow text.
        value: the digits as printed.
        quote: the quote around it, as printed.
        line: the 1-based line its digits begin on.
    """

    section: str
    span: tuple[int, int]
    value: str
    quote: str
    line: int


def _compiled(quote_pattern: str) -> re.Pattern[str]:
    literal = re.escape(quote_pattern).replace(r"\#", f"(?:{NUMBER})")
    # Without the look-around, `{}` could match the tail of a longer number.
    return re.compile(literal.replace(r"\{\}", rf"(?<![0-9.,])({NUMBER})(?![0-9])"))


def find_figure(section: str, flow: FlowText, quote_pattern: str) -> Figure:
    """The one place where `quote_pattern` matches.

    Raises:
        LookupError: it matches nowhere, or more than once.
    """
    matches = list(_compiled(quote_pattern).finditer(flow.text))
    if len(matches) != 1:
        raise LookupError(f"{len(matches)} places")
    (match,) = matches
    return Figure(
        section=section,
        span=match.span(1),
        value=match.group(1),
        quote=match.group(),
        line=flow.line_numbers[match.start(1)],
    )


def read_figures(
    reading_list: Path, sections: Mapping[str, FlowText]
) -> tuple[pl.DataFrame, list[Figure]]:
    """Every figure of a reading list.

    Args:
        reading_list: the CSV file.
        sections: the flow text of each section of the document, by the section's locator.

    Returns:
        The programme-metric seed rows (all text), and the figures in the same order.

    Raises:
        InputError: an entry matches nowhere or in several places.
    """
    entries = read_table(reading_list, READING_LIST_COLUMNS)
    figures = [
        _read_entry(reading_list, entry, sections) for entry in entries.iter_rows(named=True)
    ]
    frame = entries.drop("section", "quote_pattern", LINE_COLUMN).with_columns(
        pl.Series("printed_text", [figure.value for figure in figures], pl.String),
        pl.Series("quote_zh", [figure.quote for figure in figures], pl.String),
        pl.Series("source_locator", [f"{f.section}:L{f.line}" for f in figures], pl.String),
    )
    return frame, figures


def _read_entry(
    reading_list: Path, entry: Mapping[str, str], sections: Mapping[str, FlowText]
) -> Figure:
    if entry["section"] not in sections:
        raise InputError(
            file=shown(reading_list),
            line=int(entry[LINE_COLUMN]),
            column="section",
            found=f"`{entry['section']}`",
            expected=f"one of {', '.join(sections)}",
            mend="name a section of the document, or declare this one",
        )
    try:
        return find_figure(entry["section"], sections[entry["section"]], entry["quote_pattern"])
    except LookupError as error:
        raise InputError(
            file=shown(reading_list),
            line=int(entry[LINE_COLUMN]),
            column="quote_pattern",
            found=f"{entry['quote_pattern']} at {error} of section {entry['section']}",
            expected="a quote that stands there exactly once",
            mend="lengthen the quote or correct it against the source text",
        ) from None
