-- Which printed execution rates do the numbers beside them contradict by more than a point?
-- 哪些印刷之執行率與其旁數字相差逾一個百分點？
select
    programme_code,
    execution_roc_year,
    as_of_date,
    printed_rate_text,
    round(execution_rate, 4) as execution_rate,
    round(rate_gap, 4) as rate_gap,
    printed_rate_locator
from budget.mart_budget_execution
where abs(rate_gap) > 0.01
order by abs(rate_gap) desc, as_of_date asc
