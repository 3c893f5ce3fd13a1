select
    plans.*,
    agencies.agency_name_zh
from core.dim_plans as plans
inner join core.dim_agencies as agencies
    on plans.agency_id = agencies.agency_id
order by plans.source_document_id, agencies.chapter_no, plans.plan_row_no
