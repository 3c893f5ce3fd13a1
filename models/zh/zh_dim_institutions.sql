{{ chinese_view('dim_institutions', '機構') }}
