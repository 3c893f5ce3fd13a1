"""The shared readers of documents: running text, figures in it, blanks placed by totals."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import InputError
from loaders.documents.blank_placement import place_by_totals
from loaders.documents.figures import READING_LIST_COLUMNS, find_figure, read_figures
from loaders.documents.flow import FlowText
from loaders.documents.notes import Note, Passage, notes_table, read_notes


def _decimals(*numbers: str) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_wrapped_lines_join_without_their_spaces() -> None:
    flow = FlowText.join([(3, " 轉診約 40.2萬"), (4, ""), (5, "人次(Web "), (6, " API 2)")])
    assert flow.text == "轉診約40.2萬人次(Web API 2)"
    assert len(flow.line_numbers) == len(flow.text)
    assert flow.line_numbers[flow.text.index("40.2")] == 3
    assert flow.line_numbers[flow.text.index("人次")] == 5


def test_a_figure_is_found_with_its_quote_and_line() -> None:
    flow = FlowText.join([(7, "114年共有29,972家院所、"), (8, "224,030位醫事人員")])
    figure = find_figure("(一)20", flow, "#家院所、{}位")
    assert (figure.value, figure.quote, figure.line) == ("224,030", "29,972家院所、224,030位", 8)
    assert flow.text[slice(*figure.span)] == "224,030"


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        pytest.param("共81家", "共{}位", id="nowhere"),
        pytest.param("共81家，共82家", "共{}家", id="twice"),
        pytest.param("共1,281家", "81家", id="tail-of-a-number-without-a-mark"),
    ],
)
def test_a_quote_that_is_not_there_once_is_refused(text: str, pattern: str) -> None:
    flow = FlowText.join([(1, text)])
    with pytest.raises((LookupError, IndexError)):
        find_figure("x", flow, pattern)


def test_the_tail_of_a_longer_number_is_no_figure() -> None:
    with pytest.raises(LookupError):
        find_figure("x", FlowText.join([(1, "1,281家")]), "{}1家")


def test_a_reading_list_entry_that_does_not_fit_names_its_line(tmp_path: Path) -> None:
    reading_list = tmp_path / "figures.csv"
    row = "(一)1,clinics,診所,,2026-01-01,,,false,false,家,共{}家診所"
    reading_list.write_text(",".join(READING_LIST_COLUMNS) + f"\n{row}\n", "utf-8")
    with pytest.raises(InputError) as refusal:
        read_figures(reading_list, {"(一)1": FlowText.join([(1, "共9家醫院")])})
    assert (refusal.value.line, refusal.value.column) == (2, "quote_pattern")
    assert "0 places" in refusal.value.found


def test_blanks_are_placed_where_the_totals_say() -> None:
    rows = [_decimals("1", "2"), _decimals("10"), _decimals("5", "5", "5")]
    assert place_by_totals(rows, _decimals("6", "15", "7")) == [[0, 2], [1], [0, 1, 2]]


def test_no_placement_that_adds_up_is_refused() -> None:
    with pytest.raises(ValueError, match="no placement"):
        place_by_totals([_decimals("1", "2")], _decimals("1", "3"))


def test_two_placements_that_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="more than one"):
        place_by_totals([_decimals("5"), _decimals("5")], _decimals("5", "5"))


def test_a_row_longer_than_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no placement"):
        place_by_totals([_decimals("1", "1", "1")], _decimals("1", "2"))


@given(
    st.lists(
        st.lists(st.none() | st.integers(1, 9), min_size=4, max_size=4), min_size=1, max_size=5
    )
)
def test_every_placement_found_adds_up(table: list[list[int | None]]) -> None:
    rows = [[Decimal(cell) for cell in row if cell is not None] for row in table]
    totals = [Decimal(sum(row[column] or 0 for row in table)) for column in range(4)]
    try:
        placement = place_by_totals(rows, totals)
    except ValueError as error:
        assert "more than one" in str(error)
        return
    assert placement == [
        [column for column, cell in enumerate(row) if cell is not None] for row in table
    ]


NOTES_HEADER = "note_kind_code,section,quote_pattern,applies_to_table,applies_to_key\n"


def _notes(tmp_path: Path, *entries: str) -> list[Note]:
    """What a list of notes gives of a section whose two tables print one note alike."""
    reading_list = tmp_path / "notes.csv"
    reading_list.write_text(NOTES_HEADER + "".join(f"{entry}\n" for entry in entries), "utf-8")
    flow = FlowText.join([(9, "預算 13.2 註1"), (10, "註1：含"), (11, "稅。"), (20, "註1：含稅。")])
    return read_notes(reading_list, {"(一)3": Passage.of_section("(一)3", flow)})


def test_a_note_is_found_whole_with_the_line_it_begins_on(tmp_path: Path) -> None:
    notes = _notes(
        tmp_path,
        "footnote,(一)3:L20,註1：…。,budget.fct_budgets,plan/2",
        "footnote,(一)3:L10,註1：含稅。,budget.fct_budgets,plan/1",
    )
    table = notes_table(notes)
    assert table["note_no"].to_list() == ["1", "2"]
    assert table["note_zh"].to_list() == ["註1：含稅。", "註1：含稅。"]
    assert table["applies_to_key"].to_list() == ["plan/1", "plan/2"]
    assert table["source_locator"].to_list() == ["(一)3:L10", "(一)3:L20"]


@pytest.mark.parametrize(
    ("entry", "places"),
    [
        ("footnote,(一)3,註1：含稅。,budget.fct_budgets,plan/1", 2),
        ("footnote,(一)3,註2：…。,budget.fct_budgets,plan/1", 0),
        ("footnote,(一)3:L9,註1：含稅。,budget.fct_budgets,plan/1", 0),
        ("footnote,(二),註1：含稅。,budget.fct_budgets,plan/1", 0),
    ],
)
def test_a_note_that_does_not_stand_there_once_is_refused(
    tmp_path: Path, entry: str, places: int
) -> None:
    with pytest.raises(InputError, match=f"line 2, .*at {places} places of section"):
        _notes(tmp_path, entry)
