{{ chinese_view('fct_kpi_actuals', '關鍵績效指標實際值') }}
