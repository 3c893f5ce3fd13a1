{{ chinese_view('bridge_plan_kpis', '計畫與指標關聯') }}
