select *
from performance.fct_kpi_actuals
order by kpi_id, roc_year, as_of_date, subject_zh, source_document_id, source_url
