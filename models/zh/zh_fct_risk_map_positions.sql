{{ chinese_view('fct_risk_map_positions', '風險圖像位置') }}
