{{ chinese_view('dim_risk_criteria', '風險評量標準') }}
