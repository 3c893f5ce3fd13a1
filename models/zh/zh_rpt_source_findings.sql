{{ chinese_view('rpt_source_findings', '文件矛盾發現') }}
