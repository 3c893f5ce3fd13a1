{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}


{#- Seeds whose rows are followed into the facts. -#}
{% macro followed_seeds() -%}
{{ return([
    'corrections__printed_values',
    'ey_fy107_plans__evaluation_systems',
    'ey_fy107_plans__kpis',
    'ey_fy107_plans__notes',
    'ey_fy107_plans__past_actuals',
    'ey_fy107_plans__plans',
    'ey_fy107_plans__policy_directions',
    'ey_fy107_plans__strategies',
    'kpi_measures__targets',
    'mohw_fy107_plan__evaluation_systems',
    'mohw_fy107_plan__kpis',
    'mohw_fy107_plan__notes',
    'mohw_fy107_plan__plans',
    'mohw_fy107_plan__programme_metrics',
    'mohw_fy107_plan__strategies',
    'nhi_digital_upgrade_113_116__budget_table_3',
    'nhi_digital_upgrade_113_116__budget_table_4',
    'nhi_digital_upgrade_113_116__budget_table_5',
    'nhi_digital_upgrade_113_116__kpi_targets',
    'nhi_digital_upgrade_113_116__kpis',
    'nhi_digital_upgrade_113_116__legal_bases',
    'nhi_digital_upgrade_113_116__notes',
    'nhi_digital_upgrade_113_116__programme_metrics',
    'nhi_digital_upgrade_113_116__risk_impact_levels',
    'nhi_digital_upgrade_113_116__risk_likelihood_levels',
    'nhi_digital_upgrade_113_116__risk_map_cells',
    'nhi_digital_upgrade_113_116__risk_map_counts',
    'nhi_digital_upgrade_113_116__risk_ratings',
    'nhi_digital_upgrade_113_116__risk_responses',
    'nhi_digital_upgrade_113_116__risks',
    'nhi_digital_upgrade_113_116__self_check',
    'nhi_digital_upgrade_113_116__telehealth_table_1',
    'nhi_digital_upgrade_113_116__work_item_budgets',
    'nhi_digital_upgrade_113_116__work_item_schedule',
    'nhi_digital_upgrade_113_116__work_items',
    'nhi_tiered_care_progress__budget_series',
    'nhi_tiered_care_progress__family_doctor_plan',
    'nhi_tiered_care_progress__measures',
    'nhi_tiered_care_progress__notes',
    'nhi_tiered_care_progress__opened_items',
    'nhi_tiered_care_progress__programme_metrics',
    'nhi_tiered_care_progress__strategies',
    'precision_medicine_strategy__goals',
    'precision_medicine_strategy__measure_texts',
    'precision_medicine_strategy__strategy_measures',
    'precision_medicine_strategy__strategy_sub_items',
    'precision_medicine_strategy__sub_item_texts',
    'published_figures__figures',
    'published_figures__kpi_actuals',
]) }}
{%- endmacro %}


{#- Seeds that print figures, and the columns that name one. -#}
{% macro printed_value_seeds() -%}
{{ return({
    'mohw_fy107_plan__programme_metrics': ['metric_name_zh', 'dimension_zh'],
    'nhi_digital_upgrade_113_116__budget_table_3': ['item_name_zh', 'roc_year'],
    'nhi_digital_upgrade_113_116__budget_table_4': ['item_name_zh', 'roc_year'],
    'nhi_digital_upgrade_113_116__budget_table_5': ['item_name_zh', 'roc_year', 'expenditure_type_zh'],
    'nhi_digital_upgrade_113_116__programme_metrics': ['metric_name_zh', 'dimension_zh'],
    'nhi_digital_upgrade_113_116__telehealth_table_1': ['service_zh', 'counting_method_zh', 'row_label', 'fiscal_year'],
    'nhi_digital_upgrade_113_116__work_item_budgets': ['item_name_zh', 'part_no', 'cost_category_zh', 'roc_year', 'expenditure_type_zh'],
    'nhi_tiered_care_progress__budget_series': ['item_name_zh', 'global_budget_sector_zh', 'roc_year'],
    'nhi_tiered_care_progress__family_doctor_plan': ['row_label', 'roc_year'],
    'nhi_tiered_care_progress__opened_items': ['row_label', 'column_label', 'as_of_date'],
    'nhi_tiered_care_progress__programme_metrics': ['metric_name_zh', 'dimension_zh'],
}) }}
{%- endmacro %}


{#- Seeds whose texts print figures: a row's name, its cells. -#}
{% macro printed_text_seeds() -%}
{{ return({
    'ey_fy107_plans__kpis': ['kpi_name_zh', {'name': 'kpi_name_zh', 'measure': 'measure_definition_zh', 'target': 'target_text'}],
    'ey_fy107_plans__plans': ['plan_name_zh', {'name': 'plan_name_zh', 'content': 'content_zh'}],
    'ey_fy107_plans__strategies': ['goal_name_zh', {'strategy': 'strategy_zh'}],
    'mohw_fy107_plan__kpis': ['kpi_name_zh', {'name': 'kpi_name_zh', 'measure': 'measure_definition_zh', 'target': 'target_text'}],
    'mohw_fy107_plan__plans': ['plan_name_zh', {'name': 'plan_name_zh', 'content': 'content_zh'}],
    'mohw_fy107_plan__strategies': ['goal_name_zh', {'strategy': 'strategy_zh'}],
    'nhi_digital_upgrade_113_116__kpi_targets': ["concat_ws('', kpi_id, ' ', roc_year, '年')", {'target': 'target_text'}],
    'nhi_digital_upgrade_113_116__legal_bases': ['basis_zh', {'basis': 'basis_zh'}],
    'nhi_digital_upgrade_113_116__risks': ['risk_name_zh', {'scenario': 'scenario_zh'}],
    'nhi_digital_upgrade_113_116__work_item_schedule': ["concat_ws('', item_name_zh, ' ', roc_year, '年')", {'deliverables': 'deliverables_zh'}],
    'nhi_digital_upgrade_113_116__work_items': ['item_name_zh', {'background': 'background_zh', 'method': 'method_zh', 'result': 'expected_result_zh'}],
    'precision_medicine_strategy__goals': ['goal_name_zh', {'name': 'goal_name_zh'}],
    'precision_medicine_strategy__sub_item_texts': ['sub_item_zh', {'text': 'sub_item_zh'}],
}) }}
{%- endmacro %}


{#- Columns of public tables that name seed rows. -#}
{% macro fact_row_keys() -%}
{{ return([
    ('dim_agencies', '_seed_row_key'),
    ('dim_evaluation_systems', '_seed_row_key'),
    ('dim_kpis', '_seed_row_key'),
    ('dim_legal_bases', '_seed_row_key'),
    ('dim_notes', '_seed_row_key'),
    ('dim_plans', '_seed_row_key'),
    ('dim_policy_directions', '_seed_row_key'),
    ('dim_policy_goals', '_seed_row_key'),
    ('dim_policy_strategies', '_seed_row_key'),
    ('dim_programme_risks', '_seed_row_key'),
    ('dim_programme_self_checks', '_seed_row_key'),
    ('dim_programme_strategies', '_seed_row_key'),
    ('dim_programmes', '_seed_row_key'),
    ('dim_risk_criteria', '_seed_row_key'),
    ('dim_risk_matrix_cells', '_response_seed_row_key'),
    ('dim_risk_matrix_cells', '_seed_row_key'),
    ('dim_strategy_measures', '_measure_text_seed_row_key'),
    ('dim_strategy_measures', '_seed_row_key'),
    ('dim_strategy_measures', '_sub_items_seed_row_key'),
    ('dim_strategy_sub_items', '_seed_row_key'),
    ('dim_work_items', '_seed_row_key'),
    ('fct_budget_execution_states', '_rate_seed_row_key'),
    ('fct_budget_execution_states', '_seed_row_key'),
    ('fct_budget_printings', '_seed_row_key'),
    ('fct_budgets', '_seed_row_key'),
    ('fct_kpi_actuals', '_seed_row_key'),
    ('fct_kpi_targets', '_seed_row_key'),
    ('fct_programme_metric_breakdowns', '_seed_row_key'),
    ('fct_programme_metric_printings', '_seed_row_key'),
    ('fct_programme_metrics', '_seed_row_key'),
    ('fct_risk_map_counts', '_seed_row_key'),
    ('fct_risk_map_positions', '_seed_row_key'),
    ('fct_work_item_schedule', '_seed_row_key'),
    ('rpt_corrections', '_seed_row_key'),
    ('rpt_published_comparisons', '_compared_seed_row_key'),
    ('rpt_published_comparisons', '_seed_row_key'),
    ('rpt_published_figures', '_seed_row_key'),
]) }}
{%- endmacro %}
