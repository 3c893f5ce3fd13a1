select *
from core.dim_policy_strategies
order by source_document_id, agency_id, goal_no, strategy_no
