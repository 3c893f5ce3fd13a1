{{ chinese_view('rpt_row_conservation', '列數守恆') }}
