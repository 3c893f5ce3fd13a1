"""Which pages there are and what each of them shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warehouse.site.charts import Charts, rows_in_one_unit
from warehouse.site.facts import Facts, Row
from warehouse.site.language import Language
from warehouse.site.places import places_of_documents
from warehouse.site.rendering import Page, kpi_path, metric_path, plan_path, source_path
from warehouse.site.search import search_kinds


def pages(facts: Facts, language: Language) -> Iterator[Page]:
    """Every page with facts, its charts being in `language`."""
    charts = Charts(language)
    yield _overview(facts, charts)
    yield _targets(facts)
    yield from _kpi_pages(facts, charts)
    yield from _plan_pages(facts)
    yield _budgets(facts, charts)
    yield _metrics(facts)
    yield from _metric_pages(facts, charts)
    yield _audit(facts, charts)
    yield Page("data.html", "data.html.jinja", "資料字典", "Data dictionary", _data(facts), "data")
    yield Page("sources.html", "sources.html.jinja", "來源文件", "Sources", section="sources")
    yield from _source_pages(facts)
    yield Page(
        "search.html", "search.html.jinja", "搜尋", "Search", {"kinds": search_kinds(language)}
    )


def _overview(facts: Facts, charts: Charts) -> Page:
    statuses: dict[str, int] = {}
    for row in facts.rows("targets"):
        statuses[row["status_code"]] = statuses.get(row["status_code"], 0) + 1
    coverage = facts.rows("coverage")
    context = {
        "row_counts": facts.row_counts(),
        "statuses": statuses,
        "findings": _counted(facts.rows("findings"), "kind_code"),
        "compared": {
            name: sum(row[f"{name}_count"] for row in coverage)
            for name in ("compared", "agreed", "rounding", "disagreed")
        },
        "checks": len(coverage),
        "kpi_count": len(facts.rows("kpis")),
        "plan_count": len(facts.rows("plans")),
        "metric_count": len(facts.by("metrics", "metric_id")),
        "tiered_care": facts.rows("tiered_care"),
        "chart": charts.tiered_care(facts.rows("tiered_care"), "global_budget_sector_zh"),
        "totals": facts.rows("tiered_care_years"),
    }
    return Page("index.html", "index.html.jinja", "總覽", "Overview", context, "index")


def _targets(facts: Facts) -> Page:
    targets = facts.rows("targets")
    options = {
        "document": _distinct(targets, "source_document_id"),
        "agency": _distinct(targets, "agency_id"),
        "goal": _distinct(targets, "goal_name_zh"),
        "year": sorted(_distinct(targets, "roc_year")),
        "status": _distinct(targets, "status_code"),
    }
    context = {"targets": targets, "options": options}
    return Page(
        "targets.html",
        "targets.html.jinja",
        "目標與實績",
        "Target against actual",
        context,
        "targets",
    )


def _kpi_pages(facts: Facts, charts: Charts) -> Iterator[Page]:
    targets, actuals = facts.by("targets", "kpi_id"), facts.by("actuals", "kpi_id")
    plans = {row["plan_id"]: row for row in facts.rows("plans")}
    plan_links = facts.by("plan_kpis", "kpi_id")
    findings = facts.by("findings", "source_document_id", "source_locator")
    for kpi in facts.rows("kpis"):
        own_targets = targets.get(kpi["kpi_id"], [])
        own_actuals = actuals.get(kpi["kpi_id"], [])
        places = {kpi["source_locator"], *(row["source_locator"] for row in own_targets)}
        context = {
            "kpi": kpi,
            "targets": own_targets,
            "actuals": own_actuals,
            "plans": [
                plans[link["plan_id"]] | {"match_kind_code": link["match_kind_code"]}
                for link in plan_links.get(kpi["kpi_id"], [])
            ],
            "findings": [
                finding
                for place in sorted(places)
                for finding in findings.get((kpi["source_document_id"], place), [])
            ],
            "chart": charts.kpi(own_targets, own_actuals),
        }
        name = kpi["kpi_name_zh"]
        yield Page(
            kpi_path(kpi["kpi_id"]), "kpi.html.jinja", name, name, context, section="targets"
        )


def _plan_pages(facts: Facts) -> Iterator[Page]:
    """One page a document and agency: goals, strategies, KPIs and plans."""
    goals = facts.by("goals", "source_document_id", "agency_id")
    strategies = facts.by("strategies", "source_document_id", "agency_id", "goal_no")
    kpis = facts.by("kpis", "source_document_id", "agency_id")
    plans = facts.by("plans", "source_document_id", "agency_id")
    plan_links = facts.by("plan_kpis", "plan_id")
    kpi_names = {row["kpi_id"]: row["kpi_name_zh"] for row in facts.rows("kpis")}
    agencies = {row["agency_id"]: row for row in facts.rows("agencies")}
    titles = _document_titles(facts)
    for key in sorted({*goals, *kpis, *plans}):
        source_document_id, agency_id = key
        agency = agencies[agency_id]
        # The plan of one programme prints its aims beside its KPIs only.
        goal_names = {
            row["goal_no"]: row["goal_name_zh"] for row in [*goals.get(key, []), *kpis.get(key, [])]
        }
        context = {
            "agency": agency,
            "source_document_id": source_document_id,
            "goals": dict(sorted(goal_names.items())),
            "strategies": {goal_no: strategies.get((*key, goal_no), []) for goal_no in goal_names},
            "kpis": kpis.get(key, []),
            "plans": plans.get(key, []),
            "plan_links": plan_links,
            "kpi_names": kpi_names,
        }
        yield Page(
            plan_path(*key),
            "plan.html.jinja",
            f"{agency['agency_name_zh']}：{titles[source_document_id]['title_zh']}",
            f"{agency['agency_name_en']}: {titles[source_document_id]['title_en']}",
            context,
            section="targets",
        )


def _budgets(facts: Facts, charts: Charts) -> Page:
    digital, tiered = facts.rows("digital_budget"), facts.rows("tiered_care")
    years = facts.rows("tiered_care_years")
    execution = facts.by("execution", "programme_code")
    family_metrics = [
        rows
        for metric_id, rows in facts.by("metrics", "metric_id").items()
        if metric_id.startswith("family_doctor_") and charts.metric(rows)
    ]
    context = {
        "digital": digital,
        "digital_items": _by_item_and_year(digital),
        "digital_years": sorted(_distinct(digital, "roc_year")),
        "tiered": tiered,
        "tiered_lines": _by_line_and_year(tiered),
        "tiered_years": sorted(_distinct(tiered, "roc_year")),
        "tiered_totals": {row["roc_year"]: row for row in years},
        "opened": facts.rows("opened_item_states"),
        "family": execution["family_doctor_plan"],
        "family_metrics": [(rows, charts.metric(rows)) for rows in family_metrics],
        "charts": {
            "icicle": charts.digital_icicle(digital),
            "digital_by_year": charts.digital_by_year(digital),
            "tiered_by_item": charts.tiered_care(tiered, "item_name_zh"),
            "tiered_by_sector": charts.tiered_care(tiered, "global_budget_sector_zh"),
            "tiered_growth": charts.tiered_care_growth(years),
            "tiered_cumulative": charts.tiered_care_cumulative(years),
            "opened": charts.opened_items(facts.rows("opened_items")),
            "family": charts.execution(execution["family_doctor_plan"]),
        },
    }
    return Page("budgets.html", "budgets.html.jinja", "預算與執行", "Budgets", context, "budgets")


def _metrics(facts: Facts) -> Page:
    context = {
        "metrics": list(facts.by("metrics", "metric_id").values()),
        "documents_with_metrics": _distinct(facts.rows("metrics"), "source_document_id"),
    }
    return Page(
        "metrics.html",
        "metrics.html.jinja",
        "計畫指標數值",
        "Programme metrics",
        context,
        "metrics",
    )


def _metric_pages(facts: Facts, charts: Charts) -> Iterator[Page]:
    for metric_id, rows in facts.by("metrics", "metric_id").items():
        name = rows[0]["metric_name_zh"]
        context = {
            "metric": rows,
            "chart": charts.metric(rows),
            "is_partly_charted": len(rows_in_one_unit(rows)) < len(rows),
        }
        yield Page(metric_path(metric_id), "metric.html.jinja", name, name, context, "metrics")


def _audit(facts: Facts, charts: Charts) -> Page:
    findings = facts.rows("findings")
    titles = {key: row["title_zh"] for key, row in _document_titles(facts).items()}
    context = {
        "findings": findings,
        "options": {
            "kind": _distinct(findings, "kind_code"),
            "document": _distinct(findings, "source_document_id"),
        },
        "corrections": {row["correction_id"]: row for row in facts.rows("corrections")},
        "coverage": facts.rows("coverage"),
        "differences": facts.rows("edition_differences"),
        "comparisons": facts.rows("published_comparisons"),
        "conservation": facts.rows("conservation"),
        "chart": charts.findings(findings, titles),
    }
    return Page("audit.html", "audit.html.jinja", "稽核", "Audit", context, "audit")


def _data(facts: Facts) -> dict[str, Any]:
    return {
        "tables": facts.by("dictionary", "schema_name", "table_name"),
        "row_counts": facts.row_counts(),
    }


def _source_pages(facts: Facts) -> Iterator[Page]:
    places = places_of_documents(facts.rows("source_entries"))
    for document in facts.rows("documents"):
        context = {"document": document, "places": places.get(document["source_document_id"], [])}
        yield Page(
            source_path(document["source_document_id"]),
            "source.html.jinja",
            document["title_zh"],
            document["title_en"],
            context,
            section="sources",
        )


def _document_titles(facts: Facts) -> dict[str, Row]:
    return {row["source_document_id"]: row for row in facts.rows("documents")}


def _distinct(rows: list[Row], column: str) -> list[Any]:
    return list(dict.fromkeys(row[column] for row in rows if row[column] is not None))


def _counted(rows: list[Row], column: str) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for row in rows:
        counts[row[column]] = counts.get(row[column], 0) + 1
    return dict(sorted(counts.items(), key=lambda count: -count[1]))


def _by_item_and_year(rows: list[Row]) -> list[tuple[Row, dict[tuple[int, str], Row]]]:
    """A work item and its budgets by year and type of expenditure."""
    items: dict[str, tuple[Row, dict[tuple[int, str], Row]]] = {}
    for row in rows:
        _, budgets = items.setdefault(row["work_item_id"], (row, {}))
        budgets[row["roc_year"], row["expenditure_type_code"]] = row
    return list(items.values())


def _by_line_and_year(rows: list[Row]) -> list[tuple[Row, dict[int, Row]]]:
    """A line of the tiered-care series, an item in a sector or the total, and its years."""
    lines: dict[tuple[str, str | None], tuple[Row, dict[int, Row]]] = {}
    for row in rows:
        key = (row["item_name_zh"], row["global_budget_sector_zh"])
        _, budgets = lines.setdefault(key, (row, {}))
        budgets[row["roc_year"]] = row
    return list(lines.values())
