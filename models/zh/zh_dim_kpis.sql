{{ chinese_view('dim_kpis', '關鍵績效指標') }}
