{{ chinese_view('dim_evaluation_systems', '評估體制') }}
