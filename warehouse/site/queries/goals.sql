select
    policy_goal_id,
    source_document_id,
    agency_id,
    goal_no,
    goal_name_zh
from core.dim_policy_goals
order by source_document_id, agency_id, goal_no
