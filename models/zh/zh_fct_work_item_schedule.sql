{{ chinese_view('fct_work_item_schedule', '工作項目時程') }}
