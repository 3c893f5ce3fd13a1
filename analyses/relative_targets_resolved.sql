-- What do the relative targets of the digital upgrade plan come to in 113?
-- 數位升級計畫113年之相對目標，換算為數值為何？
select
    targets.kpi_id,
    kpis.kpi_name_zh,
    targets.component_text,
    targets.baseline_value,
    targets.resolved_target_value,
    targets.resolved_unit_zh,
    targets.resolution_code
from performance.fct_kpi_targets as targets
inner join core.dim_kpis as kpis on targets.kpi_id = kpis.kpi_id
where
    targets.source_document_id = 'nhi_digital_upgrade_113_116'
    and targets.target_kind_code in ('increment', 'relative_change')
    and targets.roc_year = 113
order by targets.kpi_id, targets.component_no
