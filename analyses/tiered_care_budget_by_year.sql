-- How did the tiered-care budget move from year to year?
-- 分級醫療預算歷年如何變動？
select
    roc_year,
    budget_twd,
    change_rate,
    is_series_break,
    cumulative_budget_twd
from nhi.mart_tiered_care_budget_years
order by roc_year
