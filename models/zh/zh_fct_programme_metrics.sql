{{ chinese_view('fct_programme_metrics', '計畫指標數據') }}
