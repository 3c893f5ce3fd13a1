-- Which sector of the global budget pays for tiered care in 115?
-- 115年之分級醫療預算由哪些總額部門支應？
with sectors as (
    select
        global_budget_sector_zh,
        sum(case when roc_year = 115 then budget_twd end) as budget_twd,
        sum(case when roc_year = 114 then budget_twd end) as previous_budget_twd
    from nhi.mart_tiered_care_budget_series
    group by global_budget_sector_zh
)

select
    global_budget_sector_zh,
    budget_twd,
    previous_budget_twd,
    round(budget_twd / sum(budget_twd) over (), 4) as share_rate
from sectors
order by budget_twd desc, global_budget_sector_zh asc
