select *
from nhi.mart_tiered_care_budget_series
order by
    try_cast(item_no as integer),
    item_no,
    global_budget_sector_zh nulls last,
    roc_year
