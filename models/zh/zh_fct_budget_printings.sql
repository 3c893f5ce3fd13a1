{{ chinese_view('fct_budget_printings', '預算印載數') }}
