-- In what ways do the documents contradict themselves or each other?
-- 各文件有哪些類別之矛盾？
select
    source_document_id,
    kind_code,
    count(*) as finding_count,
    count(correction_id) as corrected_count,
    min(source_locator) as first_locator
from audit.rpt_source_findings
group by source_document_id, kind_code
order by source_document_id asc, finding_count desc, kind_code asc
