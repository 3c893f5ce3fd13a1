"""The legend under each KPI table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.documents.ey_fy107_plans.pages import Chapter

_ENTRY = re.compile(r"(?P<code>[1-5])\.(?P<meaning_zh>[^。]+。)")


@dataclass(frozen=True)
class EvaluationSystem:
    """What one evaluation system code stands for."""

    code: str
    meaning_zh: str
    source_locator: str


def read_evaluation_systems(chapter: Chapter) -> list[EvaluationSystem]:
    """The entries of one agency's legend.

    Raises:
        ValueError: the legend is not made of the codes 1 to 5.
    """
    legend = chapter.legend()
    entries = list(_ENTRY.finditer(legend.text))
    if "".join(entry.group() for entry in entries) != legend.text or len(entries) != 5:
        raise ValueError(f"an odd legend in chapter {chapter.chapter_no}: {legend.text}")
    return [
        EvaluationSystem(entry["code"], entry["meaning_zh"], legend.labels[entry.start()])
        for entry in entries
    ]
