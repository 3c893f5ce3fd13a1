{{ chinese_view('rpt_check_coverage', '檢核涵蓋情形') }}
