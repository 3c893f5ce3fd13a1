"""Counts withheld so that no small one can be worked out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.export.withheld_cells import Cell, Mark, withhold_recomputable

BELOW = 3
JANUARY = (date(2027, 1, 1), date(2027, 1, 31))
FEBRUARY = (date(2027, 2, 1), date(2027, 2, 28))
MARCH = (date(2027, 3, 1), date(2027, 3, 31))
QUARTER = (date(2027, 1, 1), date(2027, 3, 31))


def _cell(
    value: int,
    *breakdown: str | None,
    period: tuple[date, date] = JANUARY,
    is_total: bool = False,
    is_landed: bool = True,
    row_no: int = 0,
) -> Cell:
    is_small = is_landed and 0 < value < BELOW
    places = breakdown or (None,)
    return Cell(row_no, "m", places, *period, None, is_total, Decimal(value), is_landed, is_small)


def _breakdown(total: int, *parts: int, is_landed: bool = True) -> list[Cell]:
    """A total and its parts; where they are of a document, the total alone is."""
    return [
        _cell(total, is_total=True, is_landed=is_landed),
        *(_cell(value, f"p{number}", row_no=number) for number, value in enumerate(parts)),
    ]


def _shown(cells: Sequence[Cell]) -> list[int | str]:
    return [int(cell.value) if cell.mark is None else cell.mark.value for cell in cells]


def _withheld(*cells: Cell) -> list[int | str]:
    assert withhold_recomputable(cells, BELOW) == 0
    return _shown(cells)


@pytest.mark.parametrize(
    ("total", "parts", "shown"),
    [
        pytest.param(60, (10, 20, 30), [60, 10, 20, 30], id="nothing-small"),
        pytest.param(
            31, (1, 10, 20), [31, "small", "withheld", 20], id="the-smallest-other-part-too"
        ),
        pytest.param(33, (1, 2, 30), [33, "small", "small", 30], id="two-that-hide-each-other"),
        pytest.param(
            34,
            (2, 2, 30),
            [34, "small", "small", "withheld"],
            id="two-that-can-only-be-two",
        ),
        pytest.param(
            26,
            (1, 3, 22),
            [26, "small", "withheld", "withheld"],
            id="a-part-so-small-that-it-tells",
        ),
        pytest.param(1, (1, 0), ["small", "small", 0], id="a-small-total-of-one-part"),
        pytest.param(
            2, (1, 1), ["withheld", "small", "small"], id="a-small-total-that-tells-its-parts"
        ),
        pytest.param(4, (2, 2), ["withheld", "small", "small"], id="the-total-where-no-part-is"),
        pytest.param(9, (1, 0, 3), [9, "small", 0, 3], id="parts-that-do-not-reach-the-total"),
        pytest.param(
            9, (1, 8, 4, 5), ["withheld", "small", 8, 4, 5], id="two-breakdowns-of-one-total"
        ),
    ],
)
def test_further_counts_are_withheld(
    total: int, parts: tuple[int, ...], shown: list[int | str]
) -> None:
    assert _withheld(*_breakdown(total, *parts)) == shown


def test_a_row_without_breakdown_is_the_total_of_those_with_one() -> None:
    cells = [_cell(31), _cell(1, "a"), _cell(30, "b")]
    assert _withheld(*cells) == [31, "small", "withheld"]


def test_institutions_and_groups_are_broken_down_each_by_itself() -> None:
    """The hospital's women are few; the men beside them, and women elsewhere, would tell."""
    cells = {
        (group, place): _cell(value, group, place)
        for group, place, value in (
            ("women", "hospital", 2),
            ("men", "hospital", 30),
            (None, "hospital", 32),
            ("women", "clinic", 40),
            ("men", "clinic", 50),
            (None, "clinic", 90),
            ("women", None, 42),
            ("men", None, 80),
            (None, None, 122),
        )
    }
    assert withhold_recomputable(list(cells.values()), BELOW) == 0
    for place in ("hospital", "clinic", None):
        line = [cells[group, place] for group in ("women", "men", None)]
        assert sum(cell.mark is not None for cell in line) != 1
    for group in ("women", "men", None):
        line = [cells[group, place] for place in ("hospital", "clinic", None)]
        assert sum(cell.mark is not None for cell in line) != 1
    assert cells["women", "hospital"].mark is Mark.SMALL
    assert cells[None, None].mark is None


def test_a_longer_period_is_the_total_of_those_that_fill_it() -> None:
    cells = [
        _cell(60, period=QUARTER),
        _cell(2, period=JANUARY),
        _cell(20, period=FEBRUARY),
        _cell(38, period=MARCH),
    ]
    assert _withheld(*cells) == [60, "small", "withheld", 38]
    not_filled = [cells[0], _cell(2, period=JANUARY), _cell(58, period=FEBRUARY)]
    assert _withheld(*not_filled) == [60, "small", 58]


def test_what_is_withheld_is_not_worked_out_from_another_sum() -> None:
    """February's part is withheld for January's; then February's total must not give it away."""
    parts = {
        (period, name): _cell(value, name, period=period)
        for period, name, value in (
            (JANUARY, "a", 1),
            (JANUARY, "b", 50),
            (FEBRUARY, "a", 40),
            (FEBRUARY, "b", 60),
            (MARCH, "a", 41),
            (MARCH, "b", 61),
            (QUARTER, "a", 82),
            (QUARTER, "b", 171),
        )
    }
    totals = [
        _cell(value, None, period=period, is_total=True)
        for period, value in ((JANUARY, 51), (FEBRUARY, 100), (MARCH, 102), (QUARTER, 253))
    ]
    withhold_recomputable([*parts.values(), *totals], BELOW)
    for period in (JANUARY, FEBRUARY, MARCH, QUARTER):
        hidden = [name for name in "ab" if parts[period, name].mark]
        total = next(
            each for each in totals if each.first_day == period[0] and each.last_day == period[1]
        )
        assert len(hidden) != 1 or total.mark, period
    for name in "ab":
        hidden_periods = [p for p in (JANUARY, FEBRUARY, MARCH, QUARTER) if parts[p, name].mark]
        assert len(hidden_periods) != 1


def test_what_documents_print_stays_and_is_told() -> None:
    cells = _breakdown(4, 2, 2, is_landed=False)
    assert withhold_recomputable(cells, BELOW) == 1
    assert _shown(cells) == [4, "small", "small"]
    printed = [_cell(1, "a", is_landed=False), _cell(9, "b"), _cell(10, is_total=True)]
    assert _withheld(*printed) == [1, 9, 10]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    parts=st.lists(st.integers(0, 7), min_size=2, max_size=4),
    total_is_landed=st.booleans(),
)
def test_no_small_count_can_be_worked_out(parts: list[int], total_is_landed: bool) -> None:
    """Try every table that a reader could take for the real one."""
    cells = _breakdown(sum(parts), *parts, is_landed=total_is_landed)
    open_sums = withhold_recomputable(cells, BELOW)
    tables = [
        values
        for values in product(*(_possible(cell) for cell in cells[1:]))
        if sum(values) in _possible(cells[0])
    ]
    known = [
        index
        for index, cell in enumerate(cells[1:])
        if cell.is_small and len({values[index] for values in tables}) == 1
    ]
    assert bool(known) <= bool(open_sums)
    assert not (open_sums and total_is_landed)


def _possible(cell: Cell) -> range:
    if cell.mark is None:
        return range(int(cell.value), int(cell.value) + 1)
    return range(1, BELOW) if cell.mark is Mark.SMALL else range(1, 40)
