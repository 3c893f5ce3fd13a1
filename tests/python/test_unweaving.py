"""Woven tables are cut along their transcribed cells, or refused where these do not fit."""

from __future__ import annotations

import pytest

from loaders.documents.ey_fy107_plans.unweaving.slots import FreeSlot, Slot, TranscribedSlot
from loaders.documents.ey_fy107_plans.unweaving.weave import DeadEndError, read_woven
from loaders.documents.ey_fy107_plans.unweaving.widths import BreakableText


def cells(text: str, slots: list[Slot], row_count: int) -> list[tuple[int, int, str]]:
    """Row, slot and text of every piece."""
    return [
        (cut.row, cut.slot, text[cut.start : cut.end]) for cut in read_woven(text, slots, row_count)
    ]


def joined(pieces: list[tuple[int, int, str]], slot: int) -> dict[int, str]:
    texts: dict[int, str] = {}
    for row, piece_slot, text in pieces:
        if piece_slot == slot:
            texts[row] = texts.get(row, "") + text
    return texts


def test_a_free_column_is_what_the_transcribed_ones_leave() -> None:
    pieces = cells(
        "建構托育社會一、協助雙薪家庭管理發展育兒。",
        [TranscribedSlot(8, ("建構托育管理",)), TranscribedSlot(4, ("社會發展",)), FreeSlot(16)],
        1,
    )
    assert joined(pieces, 2) == {0: "一、協助雙薪家庭育兒。"}
    assert [text for _, slot, text in pieces if slot == 0] == ["建構托育", "管理"]


def test_a_merged_cell_goes_on_beside_the_next_row() -> None:
    slots: list[Slot] = [
        TranscribedSlot(4, ("社福業務", None)),
        TranscribedSlot(8, ("建構托育", "發放津貼")),
        FreeSlot(12),
    ]
    pieces = cells("社福建構托育一、協助育兒業務發放津貼二、補助。", slots, 2)
    assert joined(pieces, 0) == {0: "社福", 1: "業務"}
    assert joined(pieces, 2) == {0: "一、協助育兒", 1: "二、補助。"}


def test_of_two_readings_the_one_with_the_fuller_line_is_taken() -> None:
    # 率 stands twice: as the link's last character and in the free text.
    slots: list[Slot] = [FreeSlot(12), TranscribedSlot(4, ("涵蓋率",))]
    pieces = cells("稅率未達百分涵蓋之稅率未達百率二十以下。", slots, 1)
    assert joined(pieces, 0) == {0: "稅率未達百分之稅率未達百二十以下。"}


@pytest.mark.parametrize(
    ("names", "contents", "place"),
    [
        (("建構托幼", "發放津貼"), ("一、協助。", "二、補助。"), (0, 3)),
        (("建構托育", "發放補貼"), ("一、協助。", "二、補助。"), (1, 15)),
        (("建構托育",), ("一、協助。",), (0, 13)),
    ],
)
def test_cells_that_do_not_fit_are_refused_with_their_place(
    names: tuple[str, ...], contents: tuple[str, ...], place: tuple[int, int]
) -> None:
    text = "建構托育社會一、協助。發展發放津貼社會二、補助。發展"
    slots: list[Slot] = [
        TranscribedSlot(8, names),
        TranscribedSlot(4, ("社會發展",) * len(names)),
        TranscribedSlot(12, contents),
    ]
    with pytest.raises(DeadEndError) as caught:
        read_woven(text, slots, len(names))
    assert (caught.value.row, caught.value.position) == place


def test_a_short_line_in_a_cell_costs_more_than_a_full_one() -> None:
    slot = TranscribedSlot(8, ("一二三四五六",))
    text = BreakableText("一二三四五六")
    costs = {length: cost for length, cost, _ in slot.opens(text, 0, slot.start)}
    assert costs[4] < costs[3] < costs[2]
    assert costs[4] < costs[5]
