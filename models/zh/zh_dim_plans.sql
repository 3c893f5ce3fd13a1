{{ chinese_view('dim_plans', '年度重要計畫') }}
