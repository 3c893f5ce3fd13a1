{{ chinese_view('dim_programme_risks', '計畫風險') }}
