{{ chinese_view('dim_risk_matrix_cells', '風險判斷基準') }}
