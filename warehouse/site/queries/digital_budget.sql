-- Current and capital expenditure of each work item and year.
select
    work_item_id,
    aspect_name_zh,
    strategy_name_zh,
    item_no,
    item_name_zh,
    roc_year,
    fiscal_year,
    expenditure_type_code,
    printed_text,
    unit_zh,
    budget_twd,
    correction_id,
    source_document_id,
    source_locator
from budget.fct_budgets
where source_document_id = 'nhi_digital_upgrade_113_116'
order by work_item_id, roc_year, expenditure_type_code
