select
    agency_plans.*,
    agencies.agency_name_zh
from core.dim_plans as agency_plans
inner join core.dim_agencies as agencies
    on agency_plans.agency_id = agencies.agency_id
order by agency_plans.source_document_id, agencies.chapter_no, agency_plans.plan_row_no
