-- Everything public that stands at a place of a document, with the page that shows it.
select
    source_document_id,
    source_locator,
    'core.dim_policy_directions' as full_table_name,
    section_name_zh as label_zh,
    direction_zh as printed_text,
    null as page_kind,
    null as page_key
from core.dim_policy_directions

union all

select
    source_document_id,
    source_locator,
    'core.dim_policy_goals' as full_table_name,
    '目標 ' || goal_no as label_zh,
    goal_name_zh as printed_text,
    null as page_kind,
    null as page_key
from core.dim_policy_goals

union all

select
    source_document_id,
    source_locator,
    'core.dim_policy_strategies' as full_table_name,
    '策略 ' || goal_no || '-' || coalesce(strategy_no, 0) as label_zh,
    strategy_zh as printed_text,
    'plan' as page_kind,
    agency_id as page_key
from core.dim_policy_strategies

union all

select
    source_document_id,
    source_locator,
    'core.dim_programme_strategies' as full_table_name,
    '策略 ' || strategy_no as label_zh,
    strategy_name_zh as printed_text,
    null as page_kind,
    null as page_key
from core.dim_programme_strategies

union all

select
    source_document_id,
    source_locator,
    'core.dim_strategy_measures' as full_table_name,
    coalesce(strategy_name_zh, lead_agency_zh) as label_zh,
    measure_zh as printed_text,
    null as page_kind,
    null as page_key
from core.dim_strategy_measures

union all

select
    source_document_id,
    source_locator,
    'core.dim_strategy_sub_items' as full_table_name,
    concat_ws('', '策略 ', strategy_no, '-', measure_no, ' 子項 ', sub_item_no) as label_zh,
    sub_item_zh as printed_text,
    null as page_kind,
    null as page_key
from core.dim_strategy_sub_items

union all

select
    source_document_id,
    source_locator,
    'core.dim_legal_bases' as full_table_name,
    '依據 ' || basis_no as label_zh,
    basis_zh as printed_text,
    null as page_kind,
    null as page_key
from core.dim_legal_bases

union all

select
    source_document_id,
    source_locator,
    'core.dim_notes' as full_table_name,
    '附註 ' || note_no as label_zh,
    note_zh as printed_text,
    null as page_kind,
    null as page_key
from core.dim_notes

union all

select
    source_document_id,
    source_locator,
    'nhi.dim_work_items' as full_table_name,
    item_name_zh as label_zh,
    concat_ws(chr(10), background_zh, method_zh, expected_result_zh) as printed_text,
    null as page_kind,
    null as page_key
from nhi.dim_work_items

union all

select
    source_document_id,
    source_locator,
    'core.dim_kpis' as full_table_name,
    '指標 ' || goal_no || '-' || kpi_no as label_zh,
    kpi_name_zh as printed_text,
    'kpi' as page_kind,
    kpi_id as page_key
from core.dim_kpis

union all

select
    targets.source_document_id,
    targets.source_locator,
    'performance.fct_kpi_targets' as full_table_name,
    kpis.kpi_name_zh || ' ' || targets.roc_year || '年目標值' as label_zh,
    targets.target_text as printed_text,
    'kpi' as page_kind,
    targets.kpi_id as page_key
from performance.fct_kpi_targets as targets
inner join core.dim_kpis as kpis
    on targets.kpi_id = kpis.kpi_id
where targets.component_no = 1

union all

select
    actuals.source_document_id,
    actuals.source_locator,
    'performance.fct_kpi_actuals' as full_table_name,
    kpis.kpi_name_zh || ' ' || actuals.roc_year || '年實際值' as label_zh,
    actuals.actual_text as printed_text,
    'kpi' as page_kind,
    actuals.kpi_id as page_key
from performance.fct_kpi_actuals as actuals
inner join core.dim_kpis as kpis
    on actuals.kpi_id = kpis.kpi_id
where actuals.source_document_id is not null

union all

select
    source_document_id,
    source_locator,
    'core.dim_evaluation_systems' as full_table_name,
    '評估體制 ' || evaluation_system_code as label_zh,
    evaluation_system_zh as printed_text,
    null as page_kind,
    null as page_key
from core.dim_evaluation_systems

union all

select
    source_document_id,
    source_locator,
    'core.dim_plans' as full_table_name,
    work_plan_name_zh as label_zh,
    plan_name_zh as printed_text,
    'plan' as page_kind,
    agency_id as page_key
from core.dim_plans

union all

select
    source_document_id,
    source_locator,
    'budget.fct_budget_printings' as full_table_name,
    concat_ws(
        ' ',
        item_name_zh,
        part_no,
        global_budget_sector_zh,
        roc_year || '年',
        case expenditure_type_code
            when 'current' then '經常門' when 'capital' then '資本門' else '合計'
        end
    ) as label_zh,
    printed_text || coalesce(unit_zh, '') as printed_text,
    null as page_kind,
    null as page_key
from budget.fct_budget_printings

union all

select
    source_document_id,
    source_locator,
    'budget.fct_budget_execution_states' as full_table_name,
    concat_ws(' ', item_name_zh, roc_year || '年執行', '截至' || as_of_date) as label_zh,
    printed_executed_text || coalesce(printed_executed_unit_zh, '') as printed_text,
    null as page_kind,
    null as page_key
from budget.fct_budget_execution_states

union all

select
    source_document_id,
    printed_rate_locator,
    'budget.fct_budget_execution_states' as full_table_name,
    concat_ws(' ', item_name_zh, roc_year || '年執行率', '截至' || as_of_date) as label_zh,
    printed_rate_text as printed_text,
    null as page_kind,
    null as page_key
from budget.fct_budget_execution_states
where printed_rate_locator is not null

union all

select
    source_document_id,
    source_locator,
    'nhi.fct_programme_metric_printings' as full_table_name,
    concat_ws(' ', metric_name_zh, member_zh) as label_zh,
    quote_zh as printed_text,
    'metric' as page_kind,
    metric_id as page_key
from nhi.fct_programme_metric_printings

union all

select
    source_document_id,
    source_locator,
    'nhi.fct_work_item_schedule' as full_table_name,
    concat_ws(' ', item_name_zh, roc_year || '年') as label_zh,
    deliverables_zh as printed_text,
    null as page_kind,
    null as page_key
from nhi.fct_work_item_schedule

union all

select
    source_document_id,
    source_locator,
    'nhi.dim_programme_risks' as full_table_name,
    '風險 ' || risk_no as label_zh,
    risk_name_zh as printed_text,
    null as page_kind,
    null as page_key
from nhi.dim_programme_risks

union all

select
    source_document_id,
    source_locator,
    'nhi.dim_programme_self_checks' as full_table_name,
    item_name_zh as label_zh,
    check_zh as printed_text,
    null as page_kind,
    null as page_key
from nhi.dim_programme_self_checks

union all

select
    source_document_id,
    source_locator,
    'nhi.dim_risk_criteria' as full_table_name,
    level_name_zh as label_zh,
    criterion_zh as printed_text,
    null as page_kind,
    null as page_key
from nhi.dim_risk_criteria

union all

select
    source_document_id,
    source_locator,
    'nhi.dim_risk_matrix_cells' as full_table_name,
    risk_rating_zh as label_zh,
    risk_value_range as printed_text,
    null as page_kind,
    null as page_key
from nhi.dim_risk_matrix_cells

union all

select
    source_document_id,
    source_locator,
    'nhi.fct_risk_map_positions' as full_table_name,
    risk_rating_zh as label_zh,
    risk_name_zh as printed_text,
    null as page_kind,
    null as page_key
from nhi.fct_risk_map_positions

union all

select
    source_document_id,
    source_locator,
    'nhi.fct_risk_map_counts' as full_table_name,
    risk_rating_zh as label_zh,
    risk_share_text as printed_text,
    null as page_kind,
    null as page_key
from nhi.fct_risk_map_counts

union all

select
    source_document_id,
    source_locator,
    'audit.rpt_source_findings' as full_table_name,
    coalesce(subject_zh, check_code) as label_zh,
    printed_value as printed_text,
    'finding' as page_kind,
    finding_id as page_key
from audit.rpt_source_findings

union all

select
    source_document_id,
    source_locator,
    'audit.rpt_published_comparisons' as full_table_name,
    concat_ws(' ', topic_zh, metric_zh, roc_period) as label_zh,
    printed_text || coalesce(printed_unit_zh, '') as printed_text,
    null as page_kind,
    null as page_key
from audit.rpt_published_comparisons
where source_document_id is not null

union all

select
    older_document_id,
    older_source_locator,
    'audit.rpt_edition_differences' as full_table_name,
    concat_ws(' ', entity_key, field_code) as label_zh,
    older_value as printed_text,
    null as page_kind,
    null as page_key
from audit.rpt_edition_differences
where older_source_locator is not null

union all

select
    newer_document_id,
    newer_source_locator,
    'audit.rpt_edition_differences' as full_table_name,
    concat_ws(' ', entity_key, field_code) as label_zh,
    newer_value as printed_text,
    null as page_kind,
    null as page_key
from audit.rpt_edition_differences
where newer_source_locator is not null
