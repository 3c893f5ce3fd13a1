"""The cheapest way to read printed lines as the cells of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loaders.documents.ey_fy107_plans.unweaving.slots import Memory, Piece, Slot
from loaders.documents.ey_fy107_plans.unweaving.widths import BreakableText

# Readings kept at each character, and how much dearer than the cheapest they may be.
_BEAM, _MARGIN = 12, 40.0


@dataclass(frozen=True)
class Cut:
    """A piece of a cell: characters `start` to `end` of the text belong to `row`, `slot`."""

    row: int
    slot: int
    start: int
    end: int
    cost: float


class DeadEndError(ValueError):
    """No reading gets past a character of the text."""

    def __init__(self, row: int, position: int) -> None:
        self.row, self.position = row, position
        super().__init__(f"no reading gets past character {position}, row {row + 1}")


class _State(NamedTuple):
    """What stands before the next piece: where in the line and in the row, and the memories."""

    slot: int
    is_first_line: bool
    has_piece: bool
    row: int
    memories: tuple[Memory, ...]

    def after_piece(self, memory: Memory, is_printed: bool) -> _State:
        memories = (*self.memories[: self.slot], memory, *self.memories[self.slot + 1 :])
        return _State(
            self.slot + 1, self.is_first_line, self.has_piece or is_printed, self.row, memories
        )


# A linked list of the pieces read, the last one first.
_Trail = tuple[Cut, "_Trail"] | None


def read_woven(text: str, slots: Sequence[Slot], row_count: int) -> tuple[Cut, ...]:
    """Read `text` as rows of cells, in print order.

    Raises:
        DeadEndError: the columns cannot make up the text.
    """
    search = _Search(BreakableText(text), slots, row_count)
    furthest = (0, 0)
    for position in range(len(text) + 1):
        kept = search.take(position)
        if kept:
            furthest = max(furthest, (max(state.row for state, _, _ in kept), position))
        for state, cost, trail in kept:
            search.expand(position, state, cost, trail)
    if search.finished is None:
        raise DeadEndError(*furthest)
    return tuple(reversed(list(_cuts(search.finished[1]))))


class _Search:
    """Readings by the character they have come to, and the cheapest of the whole text."""

    def __init__(self, text: BreakableText, slots: Sequence[Slot], row_count: int) -> None:
        self._text, self._slots, self._row_count = text, slots, row_count
        start = _State(0, True, False, 0, tuple(slot.start for slot in slots))
        self._readings: list[dict[_State, tuple[float, _Trail]]] = [{start: (0.0, None)}]
        self._readings += ({} for _ in text.text)
        self.finished: tuple[float, _Trail] | None = None

    def take(self, position: int) -> list[tuple[_State, float, _Trail]]:
        """The cheapest readings up to `position`, which are forgotten here."""
        readings, self._readings[position] = self._readings[position], {}
        kept = sorted(
            ((state, cost, trail) for state, (cost, trail) in readings.items()),
            key=lambda reading: reading[1],
        )[:_BEAM]
        return [reading for reading in kept if reading[1] <= kept[0][1] + _MARGIN]

    def expand(self, position: int, state: _State, cost: float, trail: _Trail) -> None:
        """Go on from `position` with every piece that may stand there."""
        stack = [(state, cost)]
        while stack:
            state, cost = stack.pop()
            if state.slot == len(self._slots):
                if state.has_piece:
                    stack += [(after, cost) for after in self._next_lines(state)]
                continue
            if state.row == self._row_count:
                if position == len(self._text.text) and self._is_cheaper(self.finished, cost):
                    self.finished = cost, trail
                continue
            for length, piece_cost, memory in self._pieces(position, state):
                after = state.after_piece(memory, length > 0)
                if length == 0:
                    stack.append((after, cost + piece_cost))
                    continue
                cut = Cut(state.row, state.slot, position, position + length, piece_cost)
                readings = self._readings[cut.end]
                if self._is_cheaper(readings.get(after), cost + piece_cost):
                    readings[after] = cost + piece_cost, (cut, trail)

    @staticmethod
    def _is_cheaper(known: tuple[float, _Trail] | None, cost: float) -> bool:
        return known is None or cost < known[0]

    def _pieces(self, position: int, state: _State) -> Iterator[Piece]:
        slot = self._slots[state.slot]
        pieces = slot.opens if state.is_first_line else slot.goes_on
        return pieces(self._text, position, state.memories[state.slot])

    def _next_lines(self, state: _State) -> Iterator[_State]:
        yield _State(0, False, False, state.row, state.memories)
        if all(
            slot.may_close(memory) for slot, memory in zip(self._slots, state.memories, strict=True)
        ):
            yield _State(0, True, False, state.row + 1, state.memories)


def _cuts(trail: _Trail) -> Iterator[Cut]:
    while trail is not None:
        cut, trail = trail
        yield cut
