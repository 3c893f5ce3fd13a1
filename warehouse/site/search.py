"""What can be searched for: one entry a KPI, plan, metric and so on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from warehouse.site.facts import Facts, Row
from warehouse.site.language import Language
from warehouse.site.rendering import Links

# Title, kind, address, where it belongs, and what else is searched.
Entry = tuple[str, str, str, str, str]


def search_kinds(language: Language) -> dict[str, str]:
    """What an entry can be, in words."""
    say = language.say
    return {
        "document": say("文件", "Document"),
        "kpi": say("指標", "KPI"),
        "plan": say("計畫", "Plan"),
        "metric": say("計畫指標數值", "Programme metric"),
        "budget": say("預算工作項目", "Budget item"),
        "goal": say("施政目標", "Goal"),
        "strategy": say("策略", "Strategy"),
        "direction": say("施政方針", "Policy direction"),
        "measure": say("推動措施", "Measure"),
        "finding": say("稽核發現", "Finding"),
    }


def search_script(facts: Facts) -> str:
    """The script that gives the search page its documents, in either language."""
    return f"window.siteDocuments = {json.dumps(list(_entries(facts)), ensure_ascii=False)};\n"


def _entries(facts: Facts) -> Iterator[Entry]:
    links = Links("")
    agencies = {row["agency_id"]: row["agency_name_zh"] for row in facts.rows("agencies")}
    titles = {row["source_document_id"]: row["title_zh"] for row in facts.rows("documents")}

    def source(row: Row) -> str:
        return links.source(row["source_document_id"], row["source_locator"])

    def where(row: Row) -> str:
        title = titles[row["source_document_id"]]
        agency = agencies.get(row.get("agency_id", ""))
        return f"{agency} · {title}" if agency else title

    def text(*parts: Any) -> str:
        return " ".join(str(part) for part in parts if part)

    for row in facts.rows("documents"):
        address = links.source(row["source_document_id"])
        yield row["title_zh"], "document", address, row["publisher_zh"], row["title_en"]
    for row in facts.rows("kpis"):
        searched = text(row["goal_name_zh"], row["measure_definition_zh"], row["agency_name_zh"])
        yield row["kpi_name_zh"], "kpi", links.kpi(row["kpi_id"]), where(row), searched
    for row in facts.rows("plans"):
        page = links.plan(row["source_document_id"], row["agency_id"])
        address = f"{page}#plan-{row['plan_row_no']}"
        searched = text(row["work_plan_name_zh"], row["content_zh"], row["agency_name_zh"])
        yield row["plan_name_zh"], "plan", address, where(row), searched
    for rows in facts.by("metrics", "metric_id").values():
        searched = text(*(text(row["dimension_zh"], row["quote_zh"]) for row in rows))
        yield (
            rows[0]["metric_name_zh"],
            "metric",
            links.metric(rows[0]["metric_id"]),
            where(rows[0]),
            searched,
        )
    for row in {row["work_item_id"]: row for row in facts.rows("digital_budget")}.values():
        address = f"{links.page('budgets.html')}#work-item-{row['work_item_id']}"
        searched = text(row["aspect_name_zh"], row["strategy_name_zh"])
        yield row["item_name_zh"], "budget", address, where(row), searched
    for row in facts.rows("goals"):
        address = links.plan(row["source_document_id"], row["agency_id"])
        yield row["goal_name_zh"], "goal", f"{address}#goal-{row['goal_no']}", where(row), ""
    for row in facts.rows("strategies"):
        yield row["strategy_zh"], "strategy", source(row), where(row), ""
    for row in facts.rows("directions"):
        yield row["direction_zh"], "direction", source(row), where(row), row["section_name_zh"]
    for row in facts.rows("measures"):
        names = ("strategy_name_zh", "measure_text_zh", "lead_agency_zh", "co_agencies_zh")
        searched = text(*(row[name] for name in names))
        yield row["measure_zh"], "measure", source(row), where(row), searched
    for row in facts.rows("findings"):
        title = text(row["subject_zh"] or row["check_code"], row["printed_value"])
        yield title, "finding", links.finding(row["finding_id"]), where(row), row["explanation_zh"]
