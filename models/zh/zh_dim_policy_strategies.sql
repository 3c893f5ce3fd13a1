{{ chinese_view('dim_policy_strategies', '施政策略') }}
