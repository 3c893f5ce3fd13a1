-- What does each aspect of the digital upgrade plan cost, and how much of it is capital?
-- 數位升級計畫各面向經費若干？資本門占多少？
with aspects as (
    select
        aspect_name_zh,
        sum(budget_twd) as budget_twd,
        sum(case when expenditure_type_code = 'capital' then budget_twd end) as capital_twd
    from budget.fct_budgets
    where source_document_id = 'nhi_digital_upgrade_113_116'
    group by aspect_name_zh
)

select
    aspect_name_zh,
    budget_twd,
    capital_twd,
    round(capital_twd / budget_twd, 3) as capital_rate
from aspects
order by budget_twd desc, aspect_name_zh asc
