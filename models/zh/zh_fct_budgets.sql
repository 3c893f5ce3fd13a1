{{ chinese_view('fct_budgets', '預算') }}
