{{ chinese_view('dim_policy_goals', '施政目標') }}
