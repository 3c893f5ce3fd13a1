"""Part 貳 of each agency's plan: the KPI table."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.documents.ey_fy107_plans.pages import Chapter, PagedText
from loaders.documents.ey_fy107_plans.transcriptions import KPI_TABLE, TableRow, table_rows


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


def read_kpis(chapter: Chapter) -> list[Kpi]:
    """The KPIs of one agency, in print order."""
    return [_kpi(row) for row in table_rows(KPI_TABLE, chapter.chapter_no, chapter.kpi_table())]


def _kpi(row: TableRow) -> Kpi:
    return Kpi(
        goal_no=row["goal_no"].text,
        goal_name_zh=row["goal_name_zh"].text,
        is_goal_merged=not row.begins["goal_no"],
        kpi_no=row["kpi_no"].text,
        kpi_name_zh=row["kpi_name_zh"].text,
        evaluation_system_code=row["evaluation_system_code"].text,
        evaluation_method_zh=row["evaluation_method_zh"].text,
        measure=row["measure_definition_zh"],
        target_text=row["target_text"].text,
        plan_link_zh=row["plan_link_zh"].text,
        source_locator=row["kpi_name_zh"].labels[0],
    )
