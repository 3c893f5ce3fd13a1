-- What both tables print: cohorts, and wholes with their rate as printed and as recomputed.
select
    *,
    cast(executed_points / budget_twd as decimal(18, 8)) as execution_rate
from budget.fct_budget_execution_states
where programme_code = 'opened_items' and executed_points is not null
order by as_of_date, is_total, cohort_roc_year, roc_year
