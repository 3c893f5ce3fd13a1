"""Seeds of the Executive Yuan's FY107 guidelines and the plans of its agencies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from loaders.documents.ey_fy107_plans.agencies import agency_ids
from loaders.documents.ey_fy107_plans.directions import read_directions
from loaders.documents.ey_fy107_plans.evaluation_systems import read_evaluation_systems
from loaders.documents.ey_fy107_plans.kpis import Kpi, read_kpis
from loaders.documents.ey_fy107_plans.pages import Chapter, read_chapters
from loaders.documents.ey_fy107_plans.past_actuals import read_past_actuals
from loaders.documents.ey_fy107_plans.plans import Plan, read_plans
from loaders.documents.ey_fy107_plans.strategies import read_strategies
from loaders.documents.notes import Note, Passage, notes_table, read_notes
from loaders.documents.registry import SourceDocument

NOTES_LIST = Path(__file__).with_name("notes.csv")


def extract(document: SourceDocument) -> dict[str, pl.DataFrame]:
    """The document's seed tables by name, every cell as printed.

    Raises:
        ValueError: the text is not shaped as the registered one.
    """
    guidelines, *plans = read_chapters("".join(document.lines))
    agencies = agency_ids(plans)
    kpis = {agencies[chapter.chapter_no]: read_kpis(chapter) for chapter in plans}
    important_plans = {agencies[chapter.chapter_no]: read_plans(chapter) for chapter in plans}
    return {
        "ey_fy107_plans__policy_directions": _policy_directions(guidelines),
        "ey_fy107_plans__strategies": _strategies(plans, agencies),
        "ey_fy107_plans__evaluation_systems": _evaluation_systems(plans, agencies),
        "ey_fy107_plans__kpis": _kpis(kpis),
        "ey_fy107_plans__past_actuals": _past_actuals(kpis),
        "ey_fy107_plans__plans": _plans(important_plans),
        "ey_fy107_plans__notes": notes_table(
            [
                *_legends(plans, agencies),
                *read_notes(NOTES_LIST, dict(_passages(kpis, important_plans))),
            ]
        ),
    }


def _legends(plans: list[Chapter], agencies: dict[int, str]) -> Iterator[Note]:
    """The note under each KPI table, which says what the evaluation system codes stand for."""
    for chapter in plans:
        note = chapter.legend_note()
        yield Note(
            "legend",
            note.text,
            "core.dim_evaluation_systems",
            f"ey_fy107_plans/{agencies[chapter.chapter_no]}",
            note.labels[0],
        )


def _passages(
    kpis: dict[str, list[Kpi]], plans: dict[str, list[Plan]]
) -> Iterator[tuple[str, Passage]]:
    """The cells that notes are printed in: measures, names of KPIs, and links of plans to KPIs."""
    for agency_id, agency_kpis in kpis.items():
        for kpi in agency_kpis:
            place = f"{agency_id}/{kpi.goal_no}-{kpi.kpi_no}"
            yield place, Passage(kpi.measure.text, kpi.measure.labels)
            name = kpi.kpi_name_zh
            yield f"{place} KPI name", Passage(name, [kpi.source_locator] * len(name))
    for agency_id, agency_plans in plans.items():
        for plan in agency_plans:
            link = plan.kpi_link_zh
            place = f"{agency_id}/plan-{plan.row_no} link"
            yield place, Passage(link, [plan.source_locator] * len(link))


def _policy_directions(guidelines: Chapter) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "section_no": direction.section_no,
                "section_name_zh": direction.section_name_zh,
                "item_no": direction.item_no,
                "direction_zh": direction.direction_zh,
                "source_locator": direction.source_locator,
            }
            for direction in read_directions(guidelines)
        ]
    )


def _strategies(plans: list[Chapter], agencies: dict[int, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "agency_id": agencies[chapter.chapter_no],
                "goal_no": strategy.goal_no,
                "goal_name_zh": strategy.goal_name_zh,
                "strategy_no": strategy.strategy_no,
                "strategy_zh": strategy.strategy_zh,
                "source_locator": strategy.source_locator,
            }
            for chapter in plans
            for strategy in read_strategies(chapter)
        ]
    )


def _evaluation_systems(plans: list[Chapter], agencies: dict[int, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "agency_id": agencies[chapter.chapter_no],
                "evaluation_system_code": system.code,
                "evaluation_system_zh": system.meaning_zh,
                "source_locator": system.source_locator,
            }
            for chapter in plans
            for system in read_evaluation_systems(chapter)
        ]
    )


def _kpis(kpis_by_agency: dict[str, list[Kpi]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "agency_id": agency_id,
                "goal_no": kpi.goal_no,
                "goal_name_zh": kpi.goal_name_zh,
                "is_goal_merged": str(kpi.is_goal_merged).lower(),
                "kpi_no": kpi.kpi_no,
                "kpi_name_zh": kpi.kpi_name_zh,
                "evaluation_system_code": kpi.evaluation_system_code,
                "evaluation_method_zh": kpi.evaluation_method_zh,
                "measure_definition_zh": kpi.measure.text,
                "target_text": kpi.target_text,
                "plan_link_zh": kpi.plan_link_zh,
                "source_locator": kpi.source_locator,
            }
            for agency_id, kpis in kpis_by_agency.items()
            for kpi in kpis
        ]
    )


def _past_actuals(kpis_by_agency: dict[str, list[Kpi]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "agency_id": agency_id,
                "goal_no": actual.goal_no,
                "kpi_no": actual.kpi_no,
                "roc_year": str(actual.roc_year),
                "actual_text": actual.actual_text,
                "source_locator": actual.source_locator,
            }
            for agency_id, kpis in kpis_by_agency.items()
            for actual in read_past_actuals(kpis)
        ]
    )


def _plans(plans_by_agency: dict[str, list[Plan]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "agency_id": agency_id,
                "plan_row_no": str(plan.row_no),
                "work_plan_name_zh": plan.work_plan_name_zh,
                "is_work_plan_merged": str(plan.is_work_plan_merged).lower(),
                "plan_name_zh": plan.plan_name_zh,
                "plan_category_zh": plan.plan_category_zh,
                "content_zh": plan.content_zh,
                "kpi_link_zh": plan.kpi_link_zh,
                "source_locator": plan.source_locator,
            }
            for agency_id, plans in plans_by_agency.items()
            for plan in plans
        ]
    )
