select
    source_document_id,
    title_zh,
    title_en,
    publisher_zh,
    edition,
    published_date,
    first_roc_year,
    last_roc_year,
    file_name,
    sha256
from core.dim_source_documents
order by source_document_id
