{{ chinese_view('fct_opened_item_execution', '開放表別執行') }}
