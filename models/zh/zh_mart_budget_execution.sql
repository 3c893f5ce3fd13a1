{{ chinese_view('mart_budget_execution', '預算執行') }}
