{{ chinese_view('dim_kpi_data_quality', '指標資料品質') }}
