select
    kpis.*,
    agencies.agency_name_zh,
    agencies.agency_name_en,
    quality.evaluation_system_zh,
    quality.data_source_zh,
    quality.measure_note_zh
from core.dim_kpis as kpis
inner join core.dim_agencies as agencies
    on kpis.agency_id = agencies.agency_id
inner join core.dim_kpi_data_quality as quality
    on kpis.kpi_id = quality.kpi_id
order by kpis.source_document_id, agencies.chapter_no, kpis.goal_no, kpis.kpi_no, kpis.kpi_id
