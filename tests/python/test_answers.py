"""The questions the README answers, with the figures the documents print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb


def test_how_the_tiered_care_budget_moved_by_year(warehouse: duckdb.DuckDBPyConnection) -> None:
    totals = warehouse.execute(
        """
        select roc_year, budget_twd / 1e8, round(change_rate, 4), is_series_break
        from nhi.mart_tiered_care_budget_years order by roc_year
        """
    ).fetchall()
    assert [(year, round(budget, 3)) for year, budget, *_ in totals] == [
        (106, 22.8),
        (107, 46.13),
        (108, 58.93),
        (109, 62.67),
        (110, 77.48),
        (111, 94.507),
        (112, 80.507),
        (113, 88.507),
        (114, 96.507),
        (115, 106.692),
    ]
    # The series breaks in 112: what is left has no year before to be compared with.
    assert [year for year, _, rate, _ in totals if rate is None] == [106, 112]
    assert [year for year, *_, is_break in totals if is_break] == [112]
    assert float(totals[5][2]) == 0.2198


def test_how_the_tiered_care_budget_splits_by_sector(warehouse: duckdb.DuckDBPyConnection) -> None:
    sectors = warehouse.execute(
        """
        select global_budget_sector_zh, sum(budget_twd) from nhi.mart_tiered_care_budget_series
        where roc_year = 115 group by all order by 2 desc
        """
    ).fetchall()
    assert sectors == [
        ("西醫基層", Decimal("7844500000.00")),
        ("醫院", Decimal("2224700000.00")),
        ("其他預算", Decimal("600000000.00")),
    ]


def test_which_cohort_of_opened_items_is_used_least(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    worst = warehouse.execute(
        """
        select listing_roc_year, executed_points, as_of_date
        from budget.fct_opened_item_execution
        where fee_roc_year = 114 and executed_points is not null
        order by executed_points limit 1
        """
    ).fetchone()
    assert worst == (111, Decimal("400000.00"), date(2026, 3, 31))


def test_what_share_of_clinics_queries_the_cloud_system(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    shares = warehouse.execute(
        """
        select member_zh, metric_value, unit_zh, base_value, period_end_date
        from (
            select * from nhi.fct_programme_metric_breakdowns
            union all by name
            select *, '整體' as member_zh from nhi.fct_programme_metrics
        )
        where metric_id = 'cloud_query_institution_usage_rate' order by metric_value desc
        """
    ).fetchall()
    assert [(row[0], float(row[1]), float(row[3])) for row in shares] == [
        ("醫院", 100.0, 1.0),
        ("牙醫診所", 96.4, 0.964),
        ("西醫診所", 96.1, 0.961),
        ("中醫診所", 95.2, 0.952),
        ("整體", 94.0, 0.94),
        ("藥局", 87.8, 0.878),
    ]
    assert {row[4] for row in shares} == {date(2026, 3, 31)}


def test_the_printed_cohort_rate_its_own_numbers_contradict_is_found(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    row = warehouse.execute(
        """
        select printed_execution_rate, round(executed_points / budget_twd, 4),
            round(printed_execution_rate - executed_points / budget_twd, 4)
        from budget.fct_budget_execution_states
        where programme_code = 'opened_items' and is_total and roc_year = 114
            and as_of_date = date '2025-09-30'
        """
    ).fetchone()
    assert row is not None
    assert [float(value) for value in row] == [0.303, 0.5387, -0.2357]
    finding = warehouse.execute(
        "select source_locator, printed_value from audit.rpt_source_findings"
        " where check_code = 'execution_rate' and printed_value = '30.3%'"
    ).fetchall()
    assert finding == [("(一)3:L270", "30.3%")]


def test_both_as_of_states_of_the_opened_items_are_kept(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    states = warehouse.execute(
        """
        select as_of_date, executed_points / 1e6, data_maturity_code
        from budget.fct_budget_execution_states
        where programme_code = 'opened_items' and cohort_roc_year = 106
            and roc_year = 114 order by 1
        """
    ).fetchall()
    assert [(day, round(points, 1), code) for day, points, code in states] == [
        (date(2025, 9, 30), 536.5, "year_to_date"),
        (date(2026, 3, 31), 730.1, "full_year"),
    ]


def test_the_ministrys_kpis_and_plans_are_linked(warehouse: duckdb.DuckDBPyConnection) -> None:
    linked = warehouse.execute(
        """
        select kpis.kpi_name_zh, targets.target_value, targets.unit_zh, count(plans.plan_id)
        from core.dim_kpis as kpis
        join performance.fct_kpi_targets as targets using (kpi_id)
        left join core.bridge_plan_kpis as plans using (kpi_id)
        where kpis.source_document_id = 'mohw_fy107_plan' and kpis.goal_no = 5
        group by all
        order by all
        """
    ).fetchall()
    assert [(name, float(value), unit, plans) for name, value, unit, plans in linked] == [
        ("結核病新案發生率以平均6%降幅逐年下降", 37.0, "每10萬人口", 2),
        ("降低愛滋感染之傳播率", 8.0, "%", 1),
    ]


def test_how_far_from_its_targets_the_ministry_of_the_interior_was(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = warehouse.execute(
        """
        select target_text, actual_text, actual_roc_year, gap_value, unit_zh, status_code
        from performance.mart_target_vs_actual
        where agency_name_zh = '內政部' and gap_value is not null
        order by kpi_id
        """
    ).fetchall()
    assert len(rows) == 15
    judged = [(row[0], row[1], row[5]) for row in rows if row[5] != "no_actual"]
    assert judged == [("1級", "第1級", "met"), ("61,761戶數", "28,438戶", "missed")]
    assert [(*row[:3], float(row[3]), row[4]) for row in rows[6:8] + rows[-2:]] == [
        ("280萬戶", "256萬3,975戶", 105, -23.6025, "萬戶"),
        ("250億元", "190.5億元", 105, -59.5, "億元"),
        ("90%", "90.93%", 105, 0.93, "%"),
        ("4.7%", "3.99%", 105, -0.71, "%"),
    ]


def test_how_the_targets_of_the_digital_upgrade_plan_are_resolved(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    targets = warehouse.execute(
        """
        select kpi_id[-3:], roc_year, component_text, baseline_value, resolved_target_value,
            resolved_unit_zh, resolution_code
        from performance.fct_kpi_targets
        where target_kind_code in ('increment', 'relative_change') and roc_year = 115
        order by kpi_id
        """
    ).fetchall()
    assert [(*row[:3], *map(str, row[3:])) for row in targets] == [
        ("1-1", 115, "較113年增加70萬人次", "None", "70.000000", "萬人次", "as_printed"),
        ("1-2", 115, "新增4項", "None", "None", "None", "no_baseline_value"),
        ("3-1", 115, "較111年人次提升30%", "6376.000000", "8288.800000", "人次", "from_baseline"),
        ("3-3", 115, "較111年虛擬卡健保申報件數提升25%", "None", "None", "None",
         "baseline_cumulative"),
    ]  # fmt: skip


def test_two_editions_of_a_plan_count_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    counted = warehouse.execute(
        """
        select
            (select count(*) from core.dim_kpis where agency_id = 'mohw' and is_edition_of_record),
            (select count(*) from performance.mart_target_vs_actual
            where agency_name_zh = '衛生福利部' and roc_year = 107),
            (select count(*) from core.dim_plans
            where agency_id = 'mohw' and is_edition_of_record),
            (select count(distinct source_document_id) from core.dim_policy_goals
            where agency_id = 'mohw' and is_edition_of_record
                and source_document_id in ('mohw_fy107_plan', 'ey_fy107_plans'))
        """
    ).fetchone()
    assert counted == (17, 17, 61, 1)


def test_kpis_that_every_agency_has_share_an_identifier(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    shared = warehouse.execute(
        """
        select common_kpi_id, count(*), count(distinct agency_id), count(distinct kpi_name_zh)
        from core.dim_kpis where common_kpi_id is not null and is_edition_of_record
        group by all order by all
        """
    ).fetchall()
    assert shared == [
        ("capital_budget_execution_rate", 33, 33, 2),
        ("medium_term_ceiling_excess_rate", 33, 33, 2),
    ]


def test_what_the_digital_upgrade_plan_costs_whichever_table_is_added_up(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    sums = warehouse.execute(
        """
        select table_code, sum(budget_twd),
            sum(budget_twd) filter (expenditure_type_code = 'current'),
            sum(budget_twd) filter (expenditure_type_code = 'capital')
        from budget.fct_budget_printings
        where source_document_id = 'nhi_digital_upgrade_113_116' and not is_total
            and (expenditure_type_code != 'total' or table_code = 'budget_table_3')
        group by all order by all
        """
    ).fetchall()
    total, current, capital = Decimal(4511508000), Decimal(2315409000), Decimal(2196099000)
    assert sums == [
        ("budget_table_3", total, None, None),
        ("budget_table_4", total, current, capital),
        ("budget_table_5", total, current, capital),
        ("work_item_budgets", total, current, capital),
    ]
    of_record = warehouse.execute(
        """
        select sum(budget_twd) from budget.fct_budgets
        where source_document_id = 'nhi_digital_upgrade_113_116'
        """
    ).fetchone()
    assert of_record == (total,)
    years = warehouse.execute(
        """
        select roc_year, sum(budget_twd) / 1000 from budget.fct_budgets
        where source_document_id = 'nhi_digital_upgrade_113_116'
        group by all order by all
        """
    ).fetchall()
    assert years == [(113, 450000), (114, 1489917), (115, 1327291), (116, 1244300)]


def test_each_misprint_is_one_finding_and_corrected_in_the_budgets(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    corrected = warehouse.execute(
        """
        select source_locator, budgets.printed_text, unit_zh, budget_twd / 1000, kind_code,
            printed_value, expected_value
        from budget.fct_budget_printings as budgets
        join audit.rpt_source_findings as findings using (correction_id, source_locator)
        order by source_locator
        """
    ).fetchall()
    assert corrected == [
        ("肆三(四)2(2):L6230", "67,914", "元", 67914, "unit", "67,914元", "67,914千元"),
        ("表5:L6599", "2,77544", "千元", 277544, "misprint", "2,77544", "277,544"),
        ("表5:L6764", "339,00", "千元", 339000, "misprint", "339,00", "339,000"),
    ]
    others = warehouse.execute(
        """
        select check_code, source_locator, printed_value, expected_value
        from audit.rpt_source_findings
        where check_code in ('cost_category_of_total', 'printed_number_form')
            and correction_id is null
        """
    ).fetchall()
    assert others == [
        ("cost_category_of_total", "肆三(二)2(5):L5154", "系統開發費", "系統開發與專案管理費")
    ]


def test_where_the_figures_of_the_prose_and_the_risk_maps_contradict(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    findings = warehouse.execute(
        """
        select check_code, source_locator, printed_value, expected_value
        from audit.rpt_source_findings
        where check_code like 'figure_%' or check_code like 'risk_%' or check_code like 'schedule_%'
        order by all
        """
    ).fetchall()
    assert findings == [
        ("figure_between_documents", "參一(一)1:L1933", "7,796", "7807"),
        ("figure_over_years", "(一)13:L539", "256", "≤232.24"),
        ("figure_share_of_whole", "參三(一)2:L2422", "2", "1.384365"),
        ("figure_stated_comparison", "參:L483", "79.32", "≤10"),
        ("risk_map_count", "表11:L7487", "3", "4"),
        ("risk_map_count", "表9:L7240", "2", "3"),
        ("schedule_step_number", "肆二:L3507", "(3)", "(4)"),
        ("schedule_step_number", "肆二:L3667", "(4)", "(3)"),
        ("schedule_step_number", "肆二:L3681", "(3)", "(2)"),
    ]


def test_where_the_parts_of_a_plan_contradict_each_other(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    findings = warehouse.execute(
        """
        select check_code, source_locator, printed_value, expected_value
        from audit.rpt_source_findings
        where check_code like 'kpi_%' or check_code like 'stated_%' or check_code like 'work_item_%'
            or check_code in ('measure_evaluation_method', 'page_label_of_chapter')
        order by all
        """
    ).fetchall()
    assert findings == [
        ("kpi_baseline_and_prose", "貳三:L1243", "51", "62"),
        ("kpi_baseline_and_prose", "貳三:L1243", "6,376", "6390"),
        (
            "kpi_goal_in_part_one",
            "12-4",
            "妥適配置預算資源，提升預算執行效率",
            "參與國際間勞工議題之諮商談判，共享資源、人才與市場",
        ),
        (
            "kpi_goal_in_part_one",
            "34-2",
            "妥適配置預算資源，提升預算執行效率。",
            "強化員工職能，有效運用人力－培訓優質公務人力",
        ),
        ("kpi_goal_in_part_one", "34-2", "強化員工職能，有效運用人力", "辦理基層訪視"),
        ("kpi_goal_in_part_one", "34-2", "辦理基層訪視", "專案彙整金馬問題，協助解決"),
        ("kpi_plan_category", "29-4", "科技發展", "公共建設、其它、社會發展"),
        ("kpi_target_between_editions", "貳:L205", "83.3%", "84%"),
        ("kpi_target_elsewhere", "肆三(四)1(7):L6106", "80", "≥82"),
        ("kpi_target_elsewhere", "肆三(四)1(7):L6110", "20", "≥22"),
        ("measure_evaluation_method", "25-6", "民意調查", "統計數據"),
        ("page_label_of_chapter", "15-1", "15", "16"),
        ("stated_count_of_items", "8-2", "2", "3"),
        ("stated_count_of_items", "8-3", "1", "2"),
        ("stated_count_of_items", "8-3", "2", "3"),
        ("stated_years_of_period", "9-12", "六", "8"),
        (
            "work_item_name",
            "肆三(四)1(2):L5787",
            "完備資料治理規範，落實法律保留原則，保障個人資訊隱私",
            "完備資料治理規範，落實法律保留原則，保障個人資料隱私",
        ),
        ("work_item_name", "肆二:L3633", "新藥品暫時性健保支付許可", "新藥物暫時性健保支付許可"),
        (
            "work_item_name",
            "表5:L6764",
            "醫療影像妥善保存，以支援學研單位發展精準醫療",
            "醫療影像收載支援學研發展精準醫療",
        ),
    ]


def test_how_much_work_the_upgrade_plan_schedules_by_year(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    years = warehouse.execute(
        """
        select roc_year, count(*) filter (is_active), sum(deliverable_count)
        from nhi.fct_work_item_schedule group by roc_year order by roc_year
        """
    ).fetchall()
    assert years == [(113, 28, 40), (114, 39, 57), (115, 39, 54), (116, 38, 53)]


def test_where_the_ministrys_plan_and_its_chapter_in_the_volume_differ(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    differences = warehouse.execute(
        """
        select entity_code, entity_key, field_code, older_source_locator, newer_source_locator
        from audit.rpt_edition_differences
        where older_document_id = 'mohw_fy107_plan' and newer_document_id = 'ey_fy107_plans'
            and field_code not in ('content_zh')
        order by all
        """
    ).fetchall()
    assert differences == [
        ("kpi", "4-1", "measure_definition_zh", "貳:L127", "10-4"),
        ("kpi", "7-2", "target_text", "貳:L205", "10-5"),
        ("kpi", "8-1", "measure_definition_zh", "貳:L225", "10-6"),
        ("plan", "以高齡社會需求為導向之生醫科技研究計畫", "row", None, "10-14"),
        ("plan", "孕婦產前檢查、兒童及成人預防保健服務計畫", "row", "參:L793", None),
        (
            "plan",
            "導入健康科學實證評估科技，精進我國食品安全",
            "plan_name_zh",
            "參:L740",
            "10-16",
        ),
        (
            "plan",
            "新南向醫衛領域資源共享夥伴關係中長程計畫（107-110年）",
            "plan_name_zh",
            "參:L633",
            "10-14",
        ),
        ("plan", "活躍老化2.0計畫", "row", "參:L811", None),
        ("plan", "父母未就業家庭育兒津貼實施計畫", "kpi_link_zh", "參:L279", "10-7"),
    ]
    target = warehouse.execute(
        "select older_value, newer_value from audit.rpt_edition_differences"
        " where field_code = 'target_text'"
    ).fetchall()
    assert target == [("83.3%", "84%")]


def test_which_printed_rate_its_own_numbers_contradict_asked_in_chinese(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rates = warehouse.execute(
        """
        select 民國年度, round(執行點數 / 預算數, 3), 印刷執行率, 出處
        from zh.預算執行各期印載數
        where 計畫代碼 = 'opened_items' and 是否合計
            and abs(印刷執行率 - 執行點數 / 預算數) > 0.01
        """
    ).fetchall()
    assert rates == [(114, 0.539, Decimal("0.303"), "(一)3:L268")]
