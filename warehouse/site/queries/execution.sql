select *
from budget.mart_budget_execution
order by programme_code, roc_year
