-- One row a KPI, target year and component; where its actual value is printed stands beside it.
with

actual_places as (
    select
        kpi_id,
        roc_year,
        as_of_date,
        actual_text,
        min(source_document_id) as actual_document_id,
        min(source_locator) as actual_locator,
        min(source_url) as actual_url,
        min(publisher_zh) as actual_publisher_zh
    from performance.fct_kpi_actuals
    group by kpi_id, roc_year, as_of_date, actual_text
)

select
    targets.*,
    kpis.agency_id,
    kpis.goal_no,
    kpis.kpi_no,
    agencies.agency_name_en,
    actual_places.actual_document_id,
    actual_places.actual_locator,
    actual_places.actual_url,
    actual_places.actual_publisher_zh
from performance.mart_target_vs_actual as targets
inner join core.dim_kpis as kpis
    on targets.kpi_id = kpis.kpi_id
inner join core.dim_agencies as agencies
    on kpis.agency_id = agencies.agency_id
left join actual_places
    on
        targets.kpi_id = actual_places.kpi_id
        and targets.actual_roc_year = actual_places.roc_year
        and targets.actual_as_of_date = actual_places.as_of_date
        and targets.actual_text = actual_places.actual_text
order by
    targets.source_document_id,
    agencies.chapter_no,
    kpis.goal_no,
    kpis.kpi_no,
    targets.kpi_id,
    targets.roc_year,
    targets.component_no
