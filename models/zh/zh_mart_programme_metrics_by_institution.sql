{{ chinese_view('mart_programme_metrics_by_institution', '機構別計畫指標') }}
