-- Each year beside the place of its printed total, which it equals.
select
    years.*,
    totals.source_document_id,
    totals.source_locator
from nhi.mart_tiered_care_budget_years as years
inner join budget.fct_budget_printings as totals
    on years.roc_year = totals.roc_year
where totals.table_code = 'budget_series' and totals.level_code = 'total'
order by years.roc_year
