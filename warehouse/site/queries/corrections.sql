select *
from audit.rpt_corrections
order by source_document_id, correction_id
