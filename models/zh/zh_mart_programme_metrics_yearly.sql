{{ chinese_view('mart_programme_metrics_yearly', '年別計畫指標') }}
