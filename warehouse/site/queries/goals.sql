select distinct
    goals.policy_goal_id,
    goals.source_document_id,
    goals.agency_id,
    goals.goal_no,
    goals.goal_name_zh
from core.dim_policy_goals as goals
inner join core.dim_plans as work_plans
    on goals.source_document_id = work_plans.source_document_id
order by goals.source_document_id, goals.agency_id, goals.goal_no
