-- Beside which agencies' FY107 targets stands a figure to compare them with?
-- 哪些機關107年度之目標值有數據可資比較？
select
    agency_name_zh,
    count(*) as target_count,
    count(gap_value) as gap_count,
    min(actual_roc_year) as first_actual_roc_year,
    max(actual_roc_year) as last_actual_roc_year
from performance.mart_target_vs_actual
where roc_year = 107 and target_place_code = 'cell'
group by agency_name_zh
having count(gap_value) > 0
order by gap_count desc, agency_name_zh asc
