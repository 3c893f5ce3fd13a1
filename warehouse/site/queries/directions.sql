select *
from core.dim_policy_directions
order by source_document_id, section_no, item_no
