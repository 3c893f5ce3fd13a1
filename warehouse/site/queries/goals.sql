select
    policy_goal_id,
    source_document_id,
    agency_id,
    goal_no,
    goal_name_zh
from core.dim_policy_goals
where source_document_id in (select source_document_id from core.dim_plans)
order by source_document_id, agency_id, goal_no
