"""Which columns of a table are blank, decided by the totals the table prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal


def place_by_totals(
    rows: Sequence[Sequence[Decimal]], column_totals: Sequence[Decimal]
) -> list[list[int]]:
    """Place each row's figures so that every column adds up to its printed total.

    Args:
        rows: the figures of each row, left to right, blanks left out.
        column_totals: the printed total of each column.

    Returns:
        For each row, the 0-based column of each of its figures.

    Raises:
        ValueError: no placement adds up, or more than one does.
    """
    placements = _placements(rows, column_totals, [0] * len(rows), 0)
    found = [placement for placement, _ in zip(placements, range(2), strict=False)]
    if len(found) != 1:
        raise ValueError(
            f"{'no' if not found else 'more than one'} placement of the blanks adds up"
        )
    columns_by_row: list[list[int]] = [[] for _ in rows]
    for column, placed_rows in enumerate(found[0]):
        for row in placed_rows:
            columns_by_row[row].append(column)
    return columns_by_row


def _placements(
    rows: Sequence[Sequence[Decimal]],
    column_totals: Sequence[Decimal],
    taken: list[int],
    column: int,
) -> Iterator[list[list[int]]]:
    """Yield, column by column, the rows that have a figure in it."""
    columns_left = len(column_totals) - column
    figures_left = [len(row) - count for row, count in zip(rows, taken, strict=True)]
    if max(figures_left, default=0) > columns_left:
        return
    if columns_left == 0:
        yield []
        return
    for chosen in _rows_adding_up(rows, taken, column_totals[column], 0):
        after = [count + (row in chosen) for row, count in enumerate(taken)]
        for rest in _placements(rows, column_totals, after, column + 1):
            yield [chosen, *rest]


def _rows_adding_up(
    rows: Sequence[Sequence[Decimal]], taken: list[int], total: Decimal, first: int
) -> Iterator[list[int]]:
    """Yield each choice of rows, from `first` on, whose next figures add up to `total`."""
    if total < 0:
        return
    if first == len(rows):
        if total == 0:
            yield []
        return
    yield from _rows_adding_up(rows, taken, total, first + 1)
    if taken[first] < len(rows[first]):
        figure = rows[first][taken[first]]
        for others in _rows_adding_up(rows, taken, total - figure, first + 1):
            yield [first, *others]
