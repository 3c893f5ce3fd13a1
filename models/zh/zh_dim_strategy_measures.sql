{{ chinese_view('dim_strategy_measures', '策略措施') }}
