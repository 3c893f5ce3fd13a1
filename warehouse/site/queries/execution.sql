select *
from budget.mart_budget_execution
order by programme_code, as_of_date, is_total, budget_roc_year, execution_roc_year
