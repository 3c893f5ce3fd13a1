"""Which column of a file is which declared column."""

from __future__ import annotations

import difflib
import re
import unicodedata

import polars as pl

from foundation.errors import InputError
from loaders.files.declarations import Kind, KindColumn, kinds
from loaders.files.raw_table import ROW, RawTable


def named_cells(table: RawTable, kind: Kind) -> pl.DataFrame:
    """The table's cells under the declared names, in the declared order; absent columns are empty.

    Returns:
        `_row_no` and one text column for each declared column.

    Raises:
        InputError: a header that is no column, a column twice, or a required one missing.
    """
    found = declared_columns(table, kind)
    return table.cells.select(
        ROW,
        *(
            (pl.col(found[column.name]) if column.name in found else pl.lit("")).alias(column.name)
            for column in kind.columns
        ),
    )


def declared_columns(table: RawTable, kind: Kind) -> dict[str, str]:
    """Which of the table's columns holds each declared one, by declared name.

    Raises:
        InputError: a header that is no column, a column twice, or a required one missing.
    """
    by_header = {_folded(header): column for column in kind.columns for header in column.headers}
    found: dict[str, str] = {}
    for cell_name, header in zip(table.columns, table.header, strict=True):
        column = by_header.get(_folded(header))
        if column is None:
            raise _unknown(table, kind, header, list(found))
        if column.name in found:
            raise _refusal(
                table,
                header,
                f"the column {_both(column)} twice",
                "each column once",
                "delete one of the two",
            )
        found[column.name] = cell_name
    for column in kind.columns:
        if column.is_required and column.name not in found:
            raise _refusal(
                table,
                column.header_zh,
                f"no column {_both(column)}",
                f"the columns {_all(kind)}",
                f"add the column; `warehouse template {kind.name}` writes a file that has it",
            )
    return found


def _folded(header: str) -> str:
    return re.sub(r"[\s_*.:：()（）-]", "", unicodedata.normalize("NFKC", header)).casefold()


def _both(column: KindColumn) -> str:
    return f"{column.header_zh} ({column.header_en})"


def _all(kind: Kind) -> str:
    return ", ".join(_both(column) for column in kind.columns if column.is_required)


def _unknown(table: RawTable, kind: Kind, header: str, found: list[str]) -> InputError:
    by_folded = {
        _folded(name): name
        for column in kind.columns
        if column.name not in found
        for name in column.headers
    }
    near = difflib.get_close_matches(_folded(header), list(by_folded), n=1, cutoff=0.4)
    other = _kind_of(table)
    if other is not None:
        mend = f"load the file `--as {other}`, whose columns it has"
    elif near:
        mend = f"rename it to `{by_folded[near[0]]}` if that is meant, or delete the column"
    else:
        mend = f"delete the column; `warehouse template {kind.name}` shows the ones there are"
    return _refusal(table, header, "a column that is not declared", f"one of {_all(kind)}", mend)


def _kind_of(table: RawTable) -> str | None:
    """The kind that declares every column of the table; None where none does."""
    headers = {_folded(header) for header in table.header}
    for kind in kinds().values():
        if headers <= {_folded(name) for column in kind.columns for name in column.headers}:
            return kind.name
    return None


def _refusal(table: RawTable, header: str, found: str, expected: str, mend: str) -> InputError:
    return InputError(
        file=table.file,
        column=" ".join(header.split())[:60],
        found=found,
        expected=expected,
        mend=mend,
    )
