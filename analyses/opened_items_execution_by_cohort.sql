-- Of which cohort of opened items were fewest points paid in 114?
-- 114年各年開放表別之執行點數，何者最少？
select
    listing_roc_year,
    executed_points,
    round(executed_points / sum(executed_points) over (), 4) as share_rate,
    source_locator
from budget.fct_opened_item_execution
where fee_roc_year = 114 and executed_points is not null
order by executed_points, listing_roc_year
