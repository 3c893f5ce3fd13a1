"""The cheapest way to read printed lines as the cells of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.documents.ey_fy107_plans.unweaving.slots import Memory, Slot
from loaders.documents.ey_fy107_plans.unweaving.widths import WovenText

BEAM = 40
# Readings this much dearer than the cheapest at the same character are given up.
MARGIN = 16.0
# Where every reading kept ends in a dead end, the text is read again with more of them.
WIDE_BEAM, WIDE_MARGIN = 200, 60.0


@dataclass(frozen=True)
class Cut:
    """A piece of a cell: characters `start` to `end` of the text belong to `row`, `slot`."""

    row: int
    slot: int
    start: int
    end: int
    memory: Memory


@dataclass(frozen=True)
class Reading:
    """The cheapest reading and its cost."""

    cuts: tuple[Cut, ...]
    cost: float


class _Trail:
    """A linked list of the pieces read so far."""

    __slots__ = ("before", "end", "memory", "row", "slot", "start")

    def __init__(
        self, before: _Trail | None, row: int, slot: int, start: int, end: int, memory: Memory
    ) -> None:
        self.before, self.row, self.slot = before, row, slot
        self.start, self.end, self.memory = start, end, memory


class DeadEndError(ValueError):
    """No reading gets past a character of the text."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(f"no reading gets past character {position}")


# Next slot, whether this is a row's first line, whether the line has a piece, row, memories.
_Key = tuple[int, bool, bool, int, tuple[Memory, ...]]
_Bucket = dict[_Key, tuple[float, _Trail | None]]


def read_woven(text: str, slots: Sequence[Slot], memories: Sequence[Memory]) -> Reading:
    """Read `text` as rows of cells.

    Raises:
        DeadEndError: the columns cannot make up the text.
    """
    try:
        return _search(WovenText(text), slots, memories, BEAM, MARGIN)
    except DeadEndError:
        return _search(WovenText(text), slots, memories, WIDE_BEAM, WIDE_MARGIN)


def _search(
    woven: WovenText, slots: Sequence[Slot], memories: Sequence[Memory], beam: int, margin: float
) -> Reading:
    buckets: list[_Bucket | None] = [None] * (len(woven.text) + 1)
    buckets[0] = {(0, True, False, 0, tuple(memories)): (0.0, None)}
    furthest = 0
    for position in range(len(woven.text)):
        bucket = buckets[position]
        if not bucket:
            continue
        furthest = position
        kept = sorted(bucket.items(), key=lambda item: item[1][0])[:beam]
        buckets[position] = None
        dearest = kept[0][1][0] + margin
        for key, (cost, trail) in kept:
            if cost > dearest:
                break
            _expand(woven, position, slots, key, cost, trail, buckets)
    return _best(buckets[len(woven.text)], slots, furthest)


def _expand(
    text: WovenText,
    position: int,
    slots: Sequence[Slot],
    key: _Key,
    cost: float,
    trail: _Trail | None,
    buckets: list[_Bucket | None],
) -> None:
    stack = [(key, cost)]
    while stack:
        (index, is_first, has_piece, row, memories), cost = stack.pop()
        if index == len(slots):
            if not has_piece:
                continue
            stack.append(((0, False, False, row, memories), cost))
            closed = _close(slots, memories)
            if closed is not None:
                stack.append(((0, True, False, row + 1, closed[1]), cost + closed[0]))
            continue
        slot = slots[index]
        pieces = (slot.opens if is_first else slot.goes_on)(text, position, memories[index])
        for length, piece_cost, memory in pieces:
            after = (*memories[:index], memory, *memories[index + 1 :])
            if length == 0:
                stack.append(((index + 1, is_first, has_piece, row, after), cost + piece_cost))
                continue
            _keep(
                buckets,
                position + length,
                (index + 1, is_first, True, row, after),
                cost + piece_cost,
                _Trail(trail, row, index, position, position + length, memory),
            )


def _close(
    slots: Sequence[Slot], memories: tuple[Memory, ...]
) -> tuple[float, tuple[Memory, ...]] | None:
    total = 0.0
    after: list[Memory] = []
    for slot, memory in zip(slots, memories, strict=True):
        closed = slot.closes(memory)
        if closed is None:
            return None
        total += closed[0]
        after.append(closed[1])
    return total, tuple(after)


def _keep(
    buckets: list[_Bucket | None],
    position: int,
    key: _Key,
    cost: float,
    trail: _Trail,
) -> None:
    bucket = buckets[position]
    if bucket is None:
        bucket = buckets[position] = {}
    known = bucket.get(key)
    if known is None or cost < known[0]:
        bucket[key] = (cost, trail)


def _best(
    bucket: _Bucket | None,
    slots: Sequence[Slot],
    furthest: int,
) -> Reading:
    best: tuple[float, _Trail | None] | None = None
    for (index, is_first, _, _, memories), (cost, trail) in (bucket or {}).items():
        if is_first and index < len(slots):
            continue
        closed = _close(slots, memories)
        if closed is not None and (best is None or cost + closed[0] < best[0]):
            best = (cost + closed[0], trail)
    if best is None:
        raise DeadEndError(furthest)
    return Reading(tuple(reversed(list(_cuts(best[1])))), best[0])


def _cuts(trail: _Trail | None) -> Iterator[Cut]:
    while trail is not None:
        yield Cut(trail.row, trail.slot, trail.start, trail.end, trail.memory)
        trail = trail.before
