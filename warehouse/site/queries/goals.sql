select
    goals.policy_goal_id,
    goals.source_document_id,
    goals.agency_id,
    goals.goal_no,
    goals.goal_name_zh
from core.dim_policy_goals as goals
where goals.source_document_id in (select plans.source_document_id from core.dim_plans as plans)
order by goals.source_document_id, goals.agency_id, goals.goal_no
