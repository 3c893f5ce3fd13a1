"""Which counts are withheld beside the small ones, so that no small one can be worked out.

Where a total stays and all parts but one, the one is known. So is every part of a total of 2 that
has two parts, each of 1 or 2. A sum is safe where each count withheld in it may still have as many
values as a small count has. What makes a sum safe is looked for in this order: its smallest part
that stays, its total, and a small total shown as withheld instead of small.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import Any


class Mark(Enum):
    """How a count that is withheld is shown: as a small one, or as one of any size."""

    SMALL = "small"
    WITHHELD = "withheld"


@dataclass
class Cell:
    """A count.

    Attributes:
        row_no: its row in the table.
        metric, breakdown: what is counted, and of which part, such as a group and an institution;
            None in a place where all of its parts are counted.
        first_day, last_day, as_of: the period, and the day up to which the figure counts.
        is_total: whether it is marked as the sum of the parts beside it, of the first place.
        value: the count.
        is_landed: whether it is of a user's file; what a document prints cannot be withheld.
        is_small: whether it is withheld to begin with.
        mark: how it is withheld; None where it is shown.
    """

    row_no: int
    metric: str
    breakdown: tuple[str | None, ...]
    first_day: date
    last_day: date | None
    as_of: date | None
    is_total: bool
    value: Decimal
    is_landed: bool
    is_small: bool
    mark: Mark | None = field(init=False)

    def __post_init__(self) -> None:
        self.mark = Mark.SMALL if self.is_small else None

    @property
    def can_be_withheld(self) -> bool:
        return self.is_landed and self.mark is None and self.value > 0


@dataclass(frozen=True)
class Sum:
    """A total and its parts.

    Attributes:
        is_exact: whether the parts add up to the total. Where they add up to more, such as parts by
            sex beside parts by age, nobody can tell which of them do.
    """

    total: Cell
    parts: Sequence[Cell]
    is_exact: bool

    @property
    def cells(self) -> list[Cell]:
        return [self.total, *self.parts]


def withhold_recomputable(cells: Sequence[Cell], below: int) -> int:
    """Withhold further cells until every sum is safe.

    Args:
        cells: every count of the metrics concerned; their marks are changed.
        below: counts from 1 to one less than this are small; at least 3.

    Returns:
        How many sums still give a small count away, because documents print the rest of them.
    """
    sums = list(sums_of(cells))
    is_changed = True
    while is_changed:
        is_changed = False
        for each in sums:
            while not is_safe(each, below) and _withhold_one_more(each):
                is_changed = True
    return sum(not is_safe(each, below) for each in sums)


def sums_of(cells: Iterable[Cell]) -> Iterator[Sum]:
    """Totals with their breakdown, and periods with the shorter ones that fill them."""
    by_period: defaultdict[tuple[int, Any, Any, Any], list[Cell]] = defaultdict(list)
    by_series: defaultdict[object, list[Cell]] = defaultdict(list)
    for cell in cells:
        for place in range(len(cell.breakdown)):
            others = (*cell.breakdown[:place], *cell.breakdown[place + 1 :])
            period = (cell.first_day, cell.last_day, cell.as_of)
            by_period[place, cell.metric, others, period].append(cell)
        if cell.last_day is not None:
            by_series[cell.metric, cell.breakdown, cell.is_total].append(cell)
    for (place, *_), beside in by_period.items():
        yield from _breakdown_sums(beside, place)
    for series in by_series.values():
        yield from _period_sums(series)


def is_safe(each: Sum, below: int) -> bool:
    """Whether a sum leaves every count withheld in it as open as a small count is."""
    if not each.is_exact:
        return each.total.mark is not None or all(part.mark is None for part in each.parts)
    ranges = [_range(cell, below) for cell in each.cells]
    return all(
        cell.mark is None or _width(ranges, index) >= below - 2
        for index, cell in enumerate(each.cells)
    )


def _breakdown_sums(beside: Sequence[Cell], place: int) -> Iterator[Sum]:
    for total in beside:
        is_marked = total.is_total and place == 0
        if not is_marked and total.breakdown[place] is not None:
            continue
        parts = [
            cell
            for cell in beside
            if cell.breakdown[place] is not None
            and cell.is_total == (total.is_total and not is_marked)
        ]
        added = sum(part.value for part in parts)
        if parts and added >= total.value:
            yield Sum(total, parts, is_exact=added == total.value)


def _period_sums(series: Sequence[Cell]) -> Iterator[Sum]:
    latest: dict[tuple[date, date], Cell] = {}
    for cell in sorted(series, key=lambda each: (each.as_of or date.min, each.row_no)):
        latest[cell.first_day, cell.last_day or cell.first_day] = cell
    for total_period, total in latest.items():
        inside = [period for period in latest if _is_within(period, total_period)]
        longest = [period for period in inside if not any(_is_within(period, o) for o in inside)]
        shortest = [period for period in inside if not any(_is_within(o, period) for o in inside)]
        for periods in (longest, shortest) if longest != shortest else (longest,):
            parts = [latest[period] for period in periods]
            adds_up = sum(part.value for part in parts) == total.value
            if adds_up and _fill(sorted(periods), total_period):
                yield Sum(total, parts, is_exact=True)


def _is_within(period: tuple[date, date], other: tuple[date, date]) -> bool:
    return period != other and other[0] <= period[0] and period[1] <= other[1]


def _fill(periods: Sequence[tuple[date, date]], whole: tuple[date, date]) -> bool:
    if len(periods) < 2 or (periods[0][0], periods[-1][1]) != whole:
        return False
    return all(later[0] - earlier[1] == timedelta(days=1) for earlier, later in pairwise(periods))


def _range(cell: Cell, below: int) -> tuple[float, float]:
    """The least and the most a reader must take a count for."""
    if cell.mark is None:
        return float(cell.value), float(cell.value)
    if cell.mark is Mark.SMALL:
        return 1, below - 1
    return (1 if cell.is_small else below), math.inf


def _width(ranges: Sequence[tuple[float, float]], index: int) -> float:
    """How far a reader can narrow one count of an exact sum; the total is the first."""
    least, most = ranges[index]
    others = [bounds for place, bounds in enumerate(ranges) if place not in (0, index)]
    others_low = sum(low for low, _ in others)
    others_high = sum(high for _, high in others)
    if index == 0:
        return min(most, others_high) - max(least, others_low)
    total_low, total_high = ranges[0]
    return min(most, total_high - others_low) - max(least, total_low - others_high)


def _withhold_one_more(each: Sum) -> bool:
    parts = [part for part in each.parts if part.can_be_withheld] if each.is_exact else []
    if parts:
        min(parts, key=lambda part: (part.value, part.row_no)).mark = Mark.WITHHELD
    elif each.total.can_be_withheld or each.total.mark is Mark.SMALL:
        each.total.mark = Mark.WITHHELD
    else:
        return False
    return True
