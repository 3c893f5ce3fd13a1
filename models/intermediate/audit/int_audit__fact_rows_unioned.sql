{%- set fact_row_keys = [
    ('dim_evaluation_systems', '_seed_row_key'),
    ('dim_kpis', '_seed_row_key'),
    ('dim_plans', '_seed_row_key'),
    ('dim_policy_directions', '_seed_row_key'),
    ('dim_policy_strategies', '_seed_row_key'),
    ('dim_programme_risks', '_seed_row_key'),
    ('dim_programme_self_checks', '_seed_row_key'),
    ('dim_risk_criteria', '_seed_row_key'),
    ('dim_risk_matrix_cells', '_seed_row_key'),
    ('dim_risk_matrix_cells', '_response_seed_row_key'),
    ('dim_strategy_measures', '_seed_row_key'),
    ('dim_strategy_measures', '_sub_items_seed_row_key'),
    ('fct_kpi_actuals', '_seed_row_key'),
    ('fct_kpi_targets', '_seed_row_key'),
    ('fct_budget_printings', '_seed_row_key'),
    ('fct_budget_execution_states', '_seed_row_key'),
    ('fct_budget_execution_states', '_rate_seed_row_key'),
    ('fct_programme_metric_printings', '_seed_row_key'),
    ('rpt_corrections', '_seed_row_key'),
    ('fct_risk_map_counts', '_seed_row_key'),
    ('fct_risk_map_positions', '_seed_row_key'),
    ('fct_work_item_schedule', '_seed_row_key'),
    ('rpt_published_figures', '_seed_row_key'),
] -%}
with

fact_rows as (

    {% for model_name, key_column in fact_row_keys %}
    select {{ key_column }} as seed_row_key from {{ ref(model_name) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select distinct seed_row_key
    from fact_rows
    where seed_row_key is not null

)

select * from final
