{{ chinese_view('mart_tiered_care_budget_series', '分級醫療歷年預算') }}
