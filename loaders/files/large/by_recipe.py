"""A large file by a recipe: its cells become Parquet, from which Polars streams the rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import duckdb
import polars as pl

from foundation.errors import InputError
from foundation.sql_text import identifier, quoted
from loaders.files.declarations import conventions
from loaders.files.errors import PersonalDataFound
from loaders.files.large.personal_data import find_in_source
from loaders.files.large.source import Source, opened, stage_text
from loaders.files.raw_table import ROW, ROWS_A_LINE
from loaders.files.readers.text_files import separator_of
from loaders.files.recipes.applying import Cells, LeftOut, left_out_by_reason, shaped
from loaders.files.recipes.declaration import Recipe

_LOOKED_AT_LINES = 100
_PLAIN_ENCODINGS = (None, "utf-8")


@contextmanager
def source_by_recipe(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    shown_as: str,
    staging: Path,
    recipe: Recipe,
) -> Iterator[tuple[Source, Sequence[LeftOut]]]:
    """Open the rows that a recipe makes of a large file.

    Args:
        connection: an engine.
        path: a Parquet, CSV or TSV file.
        shown_as: what messages call it.
        staging: a folder for its cells and rows, which are there as long as it is open.
        recipe: how it is laid out.

    Raises:
        PersonalDataFound: a cell, kept or not, may identify a person.
        InputError: a damaged file, another encoding than UTF-8, or another layout.
    """
    text_cells, rows = staging / ".cells.parquet", staging / ".rows.parquet"
    is_parquet = path.suffix.lower() == ".parquet"
    try:
        if not is_parquet:
            _stage_lines(connection, path, shown_as, text_cells, recipe)
        stored = path if is_parquet else text_cells
        raw = opened(connection, stored, path, shown_as, 1)
        finding = find_in_source(raw, path.name)
        if finding:
            raise PersonalDataFound(shown_as, finding.place, finding.what)
        result = shaped(_cells(raw, text_cells, has_header=is_parquet), recipe)
        result.rows.sink_parquet(rows, compression="lz4")
        rows_a_line = ROWS_A_LINE if recipe.makes_several_rows else 1
        made = opened(connection, rows, path, shown_as, 1, rows_a_line=rows_a_line)
        yield made, left_out_by_reason(result.left_out)
    finally:
        text_cells.unlink(missing_ok=True)
        rows.unlink(missing_ok=True)


def _stage_lines(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    shown_as: str,
    staged: Path,
    recipe: Recipe,
) -> None:
    """Stage every line of a text file, under the headers that the recipe names."""
    if recipe.read.encoding not in _PLAIN_ENCODINGS:
        raise InputError(
            file=shown_as,
            found=f"a large file in {recipe.read.encoding}",
            expected="UTF-8 in a large file",
            mend="save the file again as UTF-8, or as Parquet",
        )
    limits = conventions().limits
    last = max([*recipe.header.lines, _LOOKED_AT_LINES + recipe.skip.top])
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        text = "".join(islice(iter(lambda: file.readline(limits.line_bytes), ""), last))
    separator = recipe.read.separator or separator_of(text)
    records = list(csv.reader(text.splitlines(keepends=True), delimiter=separator))
    headers = [records[line - 1] for line in recipe.header.lines if line <= len(records)]
    if not headers:
        below = records[recipe.skip.top :]
        headers = [next((row for row in below if any(cell.strip() for cell in row)), [])]
    width = max((len(row) for row in records), default=1)
    columns: list[str] = []
    for index in range(width):
        parts = [row[index].strip() for row in headers if index < len(row)]
        name = " ".join(part for part in parts if part)
        columns.append(f"{name} #{index + 1}".strip())
    stage_text(connection, path, shown_as, staged, columns, separator, has_header=False)


def _cells(raw: Source, staged: Path, *, has_header: bool) -> Cells:
    """The cells of an open file as text columns by place, with their row numbers."""
    names = {column: f"c{index}" for index, column in enumerate(raw.header)}
    if has_header:
        selected = ", ".join(
            f"{raw.text(index)} as {identifier(f'c{index}')}" for index in range(len(raw.header))
        )
        raw.connection.execute(
            f"copy (select {ROW}, {selected} from {raw.relation}) "
            f"to {quoted(staged)} (format parquet, compression lz4_raw)"
        )
        frame = pl.scan_parquet(staged)
    else:
        frame = (
            pl.scan_parquet(staged, row_index_name=ROW, row_index_offset=1)
            .rename(names)
            .with_columns(pl.col(ROW).cast(pl.Int64), pl.col(list(names.values())).fill_null(""))
        )
    header = raw.header if has_header else None
    return Cells(raw.file, frame, len(raw.header), header)
