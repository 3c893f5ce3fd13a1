{{ chinese_view('rpt_published_comparisons', '其他發布機關數據比對') }}
