"""Part 貳 of each agency's plan: the KPI table."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.documents.ey_fy107_plans.pages import Chapter, PagedText
from loaders.documents.ey_fy107_plans.readings import TableRow, table_rows


@dataclass(frozen=True)
class Kpi:
    """A row of the KPI table; the goal is the one printed in or above the row."""

    goal_no: str
    goal_name_zh: str
    is_goal_merged: bool
    kpi_no: str
    kpi_name_zh: str
    evaluation_system_code: str
    evaluation_method_zh: str
    measure: PagedText
    target_text: str
    plan_link_zh: str
    source_locator: str


def read_kpis(chapter: Chapter, readings: list[str]) -> list[Kpi]:
    """The KPIs of one agency, in print order."""
    rows = table_rows(chapter.kpi_table(), readings)
    starts = [index for index, row in enumerate(rows) if row.has("G")]
    return [
        _kpi(row, rows[start:end])
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)
        for row in rows[start:end]
    ]


def _kpi(row: TableRow, rows_of_goal: list[TableRow]) -> Kpi:
    name = row.cell("k")
    return Kpi(
        # The goal's cell is merged: its lines go on beside the rows of later KPIs.
        goal_no="".join(other.cell("Gh").text for other in rows_of_goal),
        goal_name_zh="".join(other.cell("g").text for other in rows_of_goal),
        is_goal_merged=not row.has("G"),
        kpi_no=row.cell("n").text,
        kpi_name_zh=name.text,
        evaluation_system_code=row.cell("s").text,
        evaluation_method_zh=row.cell("e").text,
        measure=row.cell("m"),
        target_text=row.cell("t").text,
        plan_link_zh=row.cell("l").text,
        source_locator=name.labels[0],
    )
