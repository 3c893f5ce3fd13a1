select
    metrics.*,
    documents.title_zh as document_title_zh
from nhi.fct_programme_metrics as metrics
inner join core.dim_source_documents as documents
    on metrics.source_document_id = documents.source_document_id
order by
    metrics.source_document_id,
    metrics.metric_id,
    metrics.dimension_zh nulls first,
    metrics.period_end_date,
    metrics.as_of_date
