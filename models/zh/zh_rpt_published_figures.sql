{{ chinese_view('rpt_published_figures', '其他發布機關數據') }}
