{{ chinese_view('fct_programme_metric_breakdowns', '計畫指標分類數據') }}
