select *
from audit.rpt_published_comparisons
order by verdict_code desc, topic_zh asc, metric_zh asc, roc_period asc
