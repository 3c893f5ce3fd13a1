-- How many KPI targets can be judged, and how do they end?
-- 多少指標目標值可以判定？結果如何？
select
    source_document_id,
    status_code,
    count(*) as target_count,
    count(distinct kpi_id) as kpi_count
from performance.mart_target_vs_actual
group by source_document_id, status_code
order by source_document_id asc, target_count desc, status_code asc
