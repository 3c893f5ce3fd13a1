{{ chinese_view('rpt_edition_differences', '版本差異') }}
