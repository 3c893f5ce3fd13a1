"""Personal data in a large file: each different text is looked at once, as in a small one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from loaders.files.large.source import Source
from loaders.files.personal_data import (
    Finding,
    find_personal_data,
    is_date,
    is_name,
    tells_by_header,
)
from loaders.files.raw_table import ROW, RawTable

_CHUNK_ROWS = 100_000
# No number without a leading zero is an identity, card or telephone number by itself.
_PLAIN_NUMBER = r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?"


def find_in_source(source: Source, file_name: str) -> Finding | None:
    """The first personal data of a large file, as `find_personal_data` would find it.

    Args:
        source: the open file.
        file_name: its own name.
    """
    finding = find_personal_data(source.header_only(), file_name)
    if finding:
        return finding
    names, dates = [], []
    for index, column_type in enumerate(source.types):
        is_telling = tells_by_header(source.header[index])
        if column_type.startswith(("DATE", "TIMESTAMP")):
            dates.append(index)
        if column_type != "VARCHAR" and not is_telling:
            continue
        for table in _different_texts(source, index, has_plain_numbers=is_telling):
            finding = find_personal_data(table, "")
            if finding:
                placed = find_personal_data(_with_rows(source, index, table), "")
                return _in_column(placed or finding, index)
            texts = table.cells["c0"].str.strip_chars()
            if any(is_name(text) for text in texts.filter(texts.str.len_chars() == 3)):
                names.append(index)
            if any(is_date(text) for text in texts.filter(texts.str.len_chars() <= 24)):
                dates.append(index)
    for name_index in dict.fromkeys(names):
        for date_index in dict.fromkeys(dates):
            finding = find_personal_data(_pairs(source, name_index, date_index), "")
            if finding:
                return _in_column(finding, name_index)
    return None


def _different_texts(source: Source, index: int, *, has_plain_numbers: bool) -> Iterator[RawTable]:
    """The texts of a column; in which row each stands is not asked yet."""
    where = "" if has_plain_numbers else f"where not regexp_full_match(text, '{_PLAIN_NUMBER}')"
    query = source.connection.execute(f"select text from {source.different_texts(index)} {where}")
    while rows := query.fetchmany(_CHUNK_ROWS):
        yield _column(source, index, [(text, 0) for (text,) in rows])


def _with_rows(source: Source, index: int, table: RawTable) -> RawTable:
    """The same texts in the order of the first row of each."""
    source.connection.register("texts", table.cells.select(text="c0").to_arrow())
    text = source.text(index)
    rows = source.connection.execute(
        f"select {text}, min({ROW}) as first from {source.relation} "
        f"where {text} in (select text from texts) group by 1 order by first"
    ).fetchall()
    return _column(source, index, rows)


def _column(source: Source, index: int, rows: Sequence[tuple[str, int]]) -> RawTable:
    cells = pl.DataFrame(rows, schema={"c0": pl.String, ROW: pl.Int64}, orient="row")
    return RawTable(source.file, (source.header[index],), cells, source.format)


def _pairs(source: Source, name_index: int, date_index: int) -> RawTable:
    """The different pairs of a text and a date that stand in the same row."""
    rows = source.connection.execute(
        f"select {source.text(name_index)}, {source.text(date_index)}, min({ROW}) "
        f"from {source.relation} group by all"
    ).fetchall()
    schema = {"c0": pl.String, "c1": pl.String, ROW: pl.Int64}
    header = (source.header[name_index], source.header[date_index])
    return RawTable(source.file, header, pl.DataFrame(rows, schema=schema, orient="row"), "parquet")


def _in_column(finding: Finding, index: int) -> Finding:
    row = finding.place.rpartition("column")[0]
    return Finding(f"{row}column {index + 1}", finding.what)
