"""Which column of a file is which declared column."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Sequence

import polars as pl

from foundation.errors import InputError
from loaders.files.declarations import Kind, KindColumn, kinds
from loaders.files.raw_table import RECIPE_MEND, ROW, RawTable

_MOST = 12
_SHORTEST_MISSPELT = 6


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
    by_header = columns_by_header(kind)
    found: dict[str, str] = {}
    first_place: dict[str, int] = {}
    unknown: list[str] = []
    pairs = zip(table.columns, table.header, strict=True)
    for number, (cell_name, header) in enumerate(pairs, start=1):
        column = by_header.get(folded_header(header))
        if column is None:
            unknown.append(header)
        elif column.name in found:
            raise _refusal(
                table,
                header,
                f"the column {_both(column)} twice, as columns {first_place[column.name]} "
                f"and {number}",
                "each column once",
                f"see which of the two is meant; {RECIPE_MEND}",
            )
        else:
            found[column.name], first_place[column.name] = cell_name, number
    if unknown:
        raise _unknown(table, kind, unknown, found)
    for column in kind.columns:
        if column.is_required and column.name not in found:
            raise _refusal(
                table,
                column.header_zh,
                f"no column {_both(column)}",
                f"the columns {_all(kind)}",
                f"add the column (`warehouse template {kind.name}` writes a file that has it), or "
                f"say in a recipe what it is: {RECIPE_MEND}",
            )
    return found


def columns_by_header(kind: Kind) -> dict[str, KindColumn]:
    """The declared columns by each of their headers, folded."""
    return {folded_header(header): column for column in kind.columns for header in column.headers}


def folded_header(header: str) -> str:
    """A header without width, case, spaces and signs."""
    return re.sub(r"[\s_*.:：()（）-]", "", unicodedata.normalize("NFKC", header)).casefold()


def _both(column: KindColumn) -> str:
    return f"{column.header_zh} ({column.header_en})"


def _all(kind: Kind) -> str:
    return ", ".join(_both(column) for column in kind.columns if column.is_required)


def _unknown(
    table: RawTable, kind: Kind, unknown: Sequence[str], found: Collection[str]
) -> InputError:
    other = _kind_of(table)
    if other is not None:
        mend = f"load the file `--as {other}`, whose columns it has"
    else:
        near = [text for header in unknown for text in _misspelt(header, kind, found)]
        mend = "; ".join([*near, f"for what is no column, {RECIPE_MEND}"])
    count = "a column that is" if len(unknown) == 1 else f"{len(unknown)} columns that are"
    return _refusal(
        table,
        ", ".join(unknown),
        f"{count} not declared: {', '.join(f'`{_shown(header)}`' for header in unknown[:_MOST])}"
        + (" and more" if len(unknown) > _MOST else ""),
        f"one of {_all(kind)}",
        mend,
    )


def _misspelt(header: str, kind: Kind, found: Collection[str]) -> list[str]:
    """What to write instead, where only a letter or two differ: never another word."""
    names = {
        folded_header(name): name
        for column in kind.columns
        if column.name not in found
        for name in column.headers
    }
    near = difflib.get_close_matches(folded_header(header), list(names), n=1, cutoff=0.75)
    is_near = bool(near) and (
        len(near[0]) >= _SHORTEST_MISSPELT
        if near[0].isascii()
        else len(near[0]) == len(folded_header(header))
    )
    return [f"if it is `{names[near[0]]}`, rename `{_shown(header)}`"] if is_near else []


def _kind_of(table: RawTable) -> str | None:
    """The kind that declares every column of the table; None where none does."""
    headers = {folded_header(header) for header in table.header}
    for kind in kinds().values():
        if headers <= {folded_header(name) for column in kind.columns for name in column.headers}:
            return kind.name
    return None


def _refusal(table: RawTable, header: str, found: str, expected: str, mend: str) -> InputError:
    return InputError(
        file=table.file,
        column=_shown(header),
        found=found,
        expected=expected,
        mend=mend,
    )


def _shown(header: str) -> str:
    return " ".join(header.split())[:60]
