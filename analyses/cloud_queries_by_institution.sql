-- What share of institutions queries the cloud system, by kind of institution?
-- 各類院所查詢健保雲端系統之比率若干？
select
    member_zh,
    round(metric_value, 1) as metric_value,
    unit_zh,
    period_start_date,
    period_end_date,
    source_locator
from nhi.fct_programme_metric_breakdowns
where metric_id = 'cloud_query_institution_usage_rate'
order by metric_value desc, member_zh asc
