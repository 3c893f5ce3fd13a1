-- How many KPI targets can be judged, how do they end, and why are the others open?
-- 多少指標目標值可以判定？結果如何？未判定者原因為何？
select
    status_code,
    status_reason_code,
    count(*) as target_count,
    count(distinct kpi_id) as kpi_count
from performance.mart_target_vs_actual
group by status_code, status_reason_code
order by target_count desc, status_code asc, status_reason_code asc
