"""Ready examples for the SQL page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question in words, in both languages, and the query that answers it."""

    zh: str
    en: str
    query: str


QUESTIONS = (
    Question(
        "分級醫療預算逐年總額與成長率",
        "The tiered-care budget by year and its growth",
        "select roc_year, budget_twd / 1e8 as budget_100_million_twd, change_rate\n"
        "from nhi.mart_tiered_care_budget_years\n"
        "order by roc_year",
    ),
    Question(
        "數位升級計畫各面向、各年度經費",
        "The digital-upgrade plan by aspect and year",
        "select aspect_name_zh, roc_year, sum(budget_twd) as budget_twd\n"
        "from budget.fct_budgets\n"
        "where source_document_id = 'nhi_digital_upgrade_113_116'\n"
        "group by all\n"
        "order by all",
    ),
    Question(
        "名稱含「率」的指標與其目標值",
        "KPIs whose name holds 率, with their targets",
        "select agency_name_zh, kpi_name_zh, roc_year, target_text, status_code\n"
        "from performance.mart_target_vs_actual\n"
        "where kpi_name_zh like '%率%'\n"
        "order by agency_name_zh, kpi_name_zh, roc_year",
    ),
    Question(
        "文件自身不一致之處",
        "Where the documents disagree with themselves",
        "select kind_code, source_document_id, source_locator, printed_value, expected_value,\n"
        "    explanation_zh\n"
        "from audit.rpt_source_findings\n"
        "order by kind_code, source_document_id",
    ),
    Question(
        "以中文名稱查詢：執行率與印刷執行率不符者",
        "Under Chinese names: rates that differ from the printed ones",
        "select 計畫名稱, 民國年度, 預算數, 執行點數, 預算執行率, 印刷執行率, 出處\n"
        "from zh.預算執行\n"
        "where abs(執行率差距) > 0.005\n"
        "order by 民國年度",
    ),
)
