{{ chinese_view('fct_budget_execution_states', '預算執行各期印載數') }}
