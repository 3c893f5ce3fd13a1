select *
from nhi.fct_programme_metrics
order by source_document_id, metric_id, dimension_zh nulls first, period_end_date, as_of_date
