-- Which sector of the global budget pays for tiered care in 115?
-- 115年之分級醫療預算由哪些總額部門支應？
with items as (
    select
        global_budget_sector_zh,
        sum(budget_twd) as budget_twd,
        sum(previous_budget_twd) as previous_budget_twd
    from nhi.mart_tiered_care_budget_series
    where not is_total and roc_year = 115
    group by global_budget_sector_zh
)

select
    global_budget_sector_zh,
    budget_twd,
    previous_budget_twd,
    round(budget_twd / sum(budget_twd) over (), 4) as share_rate
from items
order by budget_twd desc, global_budget_sector_zh asc
