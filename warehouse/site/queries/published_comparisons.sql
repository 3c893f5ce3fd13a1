select *
from audit.rpt_published_comparisons
order by verdict_code desc, topic_zh, metric_zh, roc_period
