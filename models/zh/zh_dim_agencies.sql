{{ chinese_view('dim_agencies', '機關') }}
