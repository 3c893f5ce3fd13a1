-- Which targets were met or missed, by what margin, and who says so?
-- 哪些目標達成或未達成？差距多少？由誰公布？
select
    targets.kpi_name_zh,
    targets.roc_year,
    targets.target_text,
    targets.actual_text,
    targets.gap_value,
    targets.unit_zh,
    targets.status_code,
    targets.is_actual_computed
from performance.mart_target_vs_actual as targets
where targets.status_code in ('met', 'missed')
order by targets.kpi_id, targets.roc_year, targets.component_no
