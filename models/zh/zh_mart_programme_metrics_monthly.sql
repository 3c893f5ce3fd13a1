{{ chinese_view('mart_programme_metrics_monthly', '月別計畫指標') }}
