select
    agency_id,
    agency_name_zh,
    agency_name_en
from core.dim_agencies
order by chapter_no nulls last, agency_id
