"""Section 肆三: what each work item is, how it is done, and what is expected of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from loaders.documents.flow import FlowText, NumberedLine
from loaders.documents.nhi_digital_upgrade_113_116.work_item_budgets import (
    heading_lines,
    work_item_sections,
)

# What stands before the first label has none; 策略方法 is printed once.
_LABELS = {
    "策略作法": "method_zh",
    "策略方法": "method_zh",
    "預期效益": "expected_result_zh",
    "預算": "budget",
}
_POINT = re.compile(r"\s*(?:[A-Z]\. |\(\d+\))")


def work_items(sections: Mapping[str, Sequence[NumberedLine]]) -> pl.DataFrame:
    """The texts of each work item, one row a work item; a text that is not printed is empty."""
    return pl.DataFrame(
        [
            {
                **work_item,
                **_texts(lines[heading_lines(lines) :]),
                "source_locator": f"{section}:L{lines[0][0]}",
            }
            for section, work_item, lines in work_item_sections(sections)
        ]
    )


def _texts(lines: Iterable[NumberedLine]) -> dict[str, str]:
    """The texts by column; a lettered or numbered point begins a line of its own."""
    points: dict[str, list[list[NumberedLine]]] = {
        "background_zh": [],
        "method_zh": [],
        "expected_result_zh": [],
        "budget": [],
    }
    text = "background_zh"
    for number, line in lines:
        if label := _LABELS.get(line.strip()):
            text = label
        elif _POINT.match(line) or not points[text]:
            points[text].append([(number, line)])
        else:
            points[text][-1].append((number, line))
    del points["budget"]
    return {
        name: "\n".join(FlowText.join(point).text for point in parts)
        for name, parts in points.items()
    }
