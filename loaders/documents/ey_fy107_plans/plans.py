"""Part 參 of each agency's plan: the table of important plans."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.documents.ey_fy107_plans.pages import Chapter
from loaders.documents.ey_fy107_plans.readings import TableRow, table_rows


@dataclass(frozen=True)
class Plan:
    """A row of the plan table; the work plan is the one printed in or above the row."""

    row_no: int
    work_plan_name_zh: str
    is_work_plan_merged: bool
    plan_name_zh: str
    plan_category_zh: str
    content_zh: str
    kpi_link_zh: str
    source_locator: str


def read_plans(chapter: Chapter, readings: list[str]) -> list[Plan]:
    """The plans of one agency, in print order."""
    if not readings:
        return []
    rows = table_rows(chapter.plan_table(), readings)
    starts = [index for index, row in enumerate(rows) if row.has("W")]
    return [
        _plan(row, rows[start:end])
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)
        for row in rows[start:end]
    ]


def _plan(row: TableRow, rows_of_work_plan: list[TableRow]) -> Plan:
    name = row.cell("p")
    return Plan(
        row_no=row.row_no,
        # The work plan's cell is merged: its lines go on beside the rows of later plans.
        work_plan_name_zh="".join(other.cell("Ww").text for other in rows_of_work_plan),
        is_work_plan_merged=not row.has("W"),
        plan_name_zh=name.text,
        plan_category_zh=row.cell("c").text,
        content_zh=row.cell("d").text,
        kpi_link_zh=row.cell("l").text,
        source_locator=name.labels[0],
    )
