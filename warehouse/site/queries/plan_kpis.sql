select
    plan_id,
    kpi_id,
    match_kind_code
from core.bridge_plan_kpis
order by plan_id, kpi_id
