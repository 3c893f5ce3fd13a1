{{ chinese_view('mart_target_vs_actual', '目標與實際值對照') }}
