{{ chinese_view('fct_risk_map_counts', '風險圖像項數') }}
