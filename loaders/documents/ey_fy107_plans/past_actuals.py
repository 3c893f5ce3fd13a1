"""Actual values of past years that the measures print in their notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.ey_fy107_plans.kpis import Kpi

_NOTE = re.compile(r"過去年度實際值為?：(?P<values>.+?)(?:。|】|$)")
_ONE_YEAR = re.compile(r"(?P<roc_year>\d{3})年：(?P<actual>.+?)(?=，\d{3}年：|$)")
_EVERY_YEAR = re.compile(r"(?P<first>\d{3})年至(?P<last>\d{3})年均為(?P<actual>.+)")
_RUN_OF_YEARS = re.compile(r"自(?P<first>\d{2,3})年起已連續(?P<count>\d+)年獲評(?P<actual>.+)")


@dataclass(frozen=True)
class PastActual:
    """The actual value of one KPI in one past year, as printed."""

    goal_no: str
    kpi_no: str
    roc_year: int
    actual_text: str
    source_locator: str


def read_past_actuals(kpis: list[Kpi]) -> list[PastActual]:
    """The past actuals of one agency's KPIs, in print order."""
    return [actual for kpi in kpis for actual in _past_actuals(kpi)]


def _past_actuals(kpi: Kpi) -> Iterator[PastActual]:
    note = _NOTE.search(kpi.measure.text)
    if note is None:
        return
    values, start = note["values"], note.start("values")
    roc_years = range(0)
    if several := _EVERY_YEAR.fullmatch(values):
        roc_years = range(int(several["first"]), int(several["last"]) + 1)
    elif several := _RUN_OF_YEARS.fullmatch(values):
        roc_years = range(int(several["first"]), int(several["first"]) + int(several["count"]))
    if several is not None:
        label = kpi.measure.labels[start + several.start("actual")]
        for roc_year in roc_years:
            yield PastActual(kpi.goal_no, kpi.kpi_no, roc_year, several["actual"], label)
        return
    for one in _ONE_YEAR.finditer(values):
        label = kpi.measure.labels[start + one.start("actual")]
        yield PastActual(kpi.goal_no, kpi.kpi_no, int(one["roc_year"]), one["actual"], label)
