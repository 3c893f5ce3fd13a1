select *
from core.dim_strategy_measures
order by source_document_id, section_no, strategy_no, measure_no
