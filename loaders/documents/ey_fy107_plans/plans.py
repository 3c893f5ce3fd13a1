"""Part 參 of each agency's plan: the table of important plans."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.documents.ey_fy107_plans.pages import Chapter
from loaders.documents.ey_fy107_plans.transcriptions import PLAN_TABLE, TableRow, table_rows


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


def read_plans(chapter: Chapter) -> list[Plan]:
    """The plans of one agency, in print order."""
    rows = table_rows(PLAN_TABLE, chapter.chapter_no, chapter.plan_table())
    return [_plan(row_no, row) for row_no, row in enumerate(rows, start=1)]


def _plan(row_no: int, row: TableRow) -> Plan:
    return Plan(
        row_no=row_no,
        work_plan_name_zh=row["work_plan_name_zh"].text,
        is_work_plan_merged=not row.begins["work_plan_name_zh"],
        plan_name_zh=row["plan_name_zh"].text,
        plan_category_zh=row["plan_category_zh"].text,
        content_zh=row["content_zh"].text,
        kpi_link_zh=row["kpi_link_zh"].text,
        source_locator=row["plan_name_zh"].labels[0],
    )
