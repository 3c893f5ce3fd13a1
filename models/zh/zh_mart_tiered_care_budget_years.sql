{{ chinese_view('mart_tiered_care_budget_years', '分級醫療年度預算') }}
