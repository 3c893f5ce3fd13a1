{{ chinese_view('rpt_corrections', '誤植更正') }}
