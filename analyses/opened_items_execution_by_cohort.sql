-- Which cohort of opened items was executed worst in 114?
-- 114年各年開放表別之執行，何者最差？
select
    item_name_zh,
    budget_twd,
    executed_points,
    execution_rate,
    source_locator
from budget.mart_budget_execution
where
    programme_code = 'opened_items'
    and not is_total
    and execution_roc_year = 114
    and superseded_date is null
    and executed_points is not null
order by execution_rate, item_name_zh
