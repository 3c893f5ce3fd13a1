select *
from audit.rpt_source_findings
order by source_document_id, kind_code, check_code, finding_id
