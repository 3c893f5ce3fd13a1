"""Goals and the strategies under them, whatever widths and numerals number them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foundation.errors import InputError
from loaders.layouts.numbering import numbered
from loaders.layouts.printed import Line

_COLONS = "：:"


@dataclass
class Strategy:
    """A strategy under its goal; its number is 0 where none is printed."""

    goal_no: int
    goal_name_zh: str
    strategy_no: int
    strategy_zh: str
    line: Line


def read_outline(path: Path, lines: Sequence[Line]) -> list[Strategy]:
    """The strategies of a part, in print order.

    The first number sets how goals are numbered, the first other one how strategies are. What
    goes on after them, numbered otherwise or not at all, belongs to the text above.

    Raises:
        InputError: a number is left out or comes twice, or a goal has no strategy.
    """
    strategies: list[Strategy] = []
    styles: list[str] = []
    goal_no, goal_name, goal_line, strategy_no = 0, "", lines[0], 0
    is_goal_open = True
    for line in lines:
        found = numbered(line.text)
        if found is not None and found.style not in styles and len(styles) < 2:
            styles.append(found.style)
        level = styles.index(found.style) if found and found.style in styles else None
        if found is not None and level == 0:
            if goal_no and (not strategies or strategies[-1].goal_no != goal_no):
                raise _without_strategy(path, goal_line, goal_no)
            _refuse_gap(path, line, "goal", goal_no, found.number)
            goal_no, strategy_no, goal_line, is_goal_open = found.number, 0, line, True
            goal_name, colon, text = _partition(found.text)
            if colon and text:
                strategies.append(Strategy(goal_no, goal_name, 0, text, line))
                is_goal_open = False
        elif found is not None and level == 1:
            if not goal_no:
                raise _refusal(path, line, f"`{line.text[:20]}` before any goal", "a goal above it")
            _refuse_gap(path, line, f"strategy of goal {goal_no}", strategy_no, found.number)
            strategy_no, is_goal_open = found.number, False
            strategies.append(Strategy(goal_no, goal_name, strategy_no, found.text, line))
        elif not goal_no:
            raise _refusal(path, line, f"`{line.text[:20]}` before any goal", "a numbered goal")
        elif is_goal_open:
            goal_name += line.text
        else:
            strategies[-1].strategy_zh += ("\n" if line.place.page is None else "") + line.text
    if not strategies or strategies[-1].goal_no != goal_no:
        raise _without_strategy(path, goal_line, goal_no)
    return strategies


def _partition(text: str) -> tuple[str, str, str]:
    at = min((place for colon in _COLONS if (place := text.find(colon)) >= 0), default=len(text))
    return text[:at], text[at : at + 1], text[at + 1 :]


def _refuse_gap(path: Path, line: Line, what: str, before: int, number: int) -> None:
    if number != before + 1:
        raise _refusal(
            path,
            line,
            f"{what} {number} after {before or 'none'}: `{line.text[:20]}`",
            f"number {before + 1}",
        )


def _without_strategy(path: Path, line: Line, goal_no: int) -> InputError:
    return _refusal(path, line, f"no strategy of goal {goal_no}", "a strategy under each goal")


def _refusal(path: Path, line: Line, found: str, expected: str) -> InputError:
    return InputError(
        file=path,
        line=line.place.line,
        found=found,
        expected=expected,
        mend="compare the place with the document, and mend the file where it lost a number",
    )
