{{ chinese_view('fct_kpi_targets', '關鍵績效指標目標值') }}
