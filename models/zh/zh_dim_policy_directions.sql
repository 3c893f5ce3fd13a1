{{ chinese_view('dim_policy_directions', '施政方針') }}
