-- Which printed execution rates do the numbers beside them contradict by more than a point?
-- 哪些印刷之執行率與其旁數字相差逾一個百分點？
with rated as (
    select
        *,
        coalesce(executed_twd, executed_points) / budget_twd as execution_rate
    from budget.fct_budget_execution_states
    where printed_execution_rate is not null
)

select
    programme_code,
    roc_year,
    as_of_date,
    superseded_date,
    printed_rate_text,
    round(execution_rate, 4) as execution_rate,
    printed_rate_locator
from rated
where abs(printed_execution_rate - execution_rate) > 0.01
order by programme_code, roc_year, as_of_date
