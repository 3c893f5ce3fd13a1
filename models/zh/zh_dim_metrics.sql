{{ chinese_view('dim_metrics', '計畫指標') }}
