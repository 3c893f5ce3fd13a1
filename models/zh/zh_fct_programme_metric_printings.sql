{{ chinese_view('fct_programme_metric_printings', '計畫指標印載數') }}
