{%- set seeds = [
    'ey_fy107_plans__evaluation_systems',
    'ey_fy107_plans__kpis',
    'ey_fy107_plans__past_actuals',
    'ey_fy107_plans__plans',
    'ey_fy107_plans__policy_directions',
    'ey_fy107_plans__strategies',
    'corrections__printed_values',
    'mohw_fy107_plan__evaluation_systems',
    'mohw_fy107_plan__kpis',
    'mohw_fy107_plan__plans',
    'mohw_fy107_plan__programme_metrics',
    'mohw_fy107_plan__strategies',
    'nhi_digital_upgrade_113_116__kpi_targets',
    'nhi_digital_upgrade_113_116__kpis',
    'nhi_digital_upgrade_113_116__budget_table_3',
    'nhi_digital_upgrade_113_116__budget_table_4',
    'nhi_digital_upgrade_113_116__budget_table_5',
    'nhi_digital_upgrade_113_116__programme_metrics',
    'nhi_digital_upgrade_113_116__risk_impact_levels',
    'nhi_digital_upgrade_113_116__risk_likelihood_levels',
    'nhi_digital_upgrade_113_116__risk_map_cells',
    'nhi_digital_upgrade_113_116__risk_map_counts',
    'nhi_digital_upgrade_113_116__risk_ratings',
    'nhi_digital_upgrade_113_116__risk_responses',
    'nhi_digital_upgrade_113_116__risks',
    'nhi_digital_upgrade_113_116__work_item_budgets',
    'nhi_digital_upgrade_113_116__self_check',
    'nhi_digital_upgrade_113_116__telehealth_table_1',
    'nhi_digital_upgrade_113_116__work_item_schedule',
    'nhi_tiered_care_progress__budget_series',
    'nhi_tiered_care_progress__family_doctor_plan',
    'nhi_tiered_care_progress__opened_items',
    'nhi_tiered_care_progress__programme_metrics',
    'precision_medicine_strategy__strategy_measures',
    'precision_medicine_strategy__strategy_sub_items',
    'published_figures__figures',
] -%}
with

seed_counts as (

    {% for seed_name in seeds %}
    select
        '{{ seed_name }}' as seed_name,
        count(*) as seed_row_count
    from {{ ref(seed_name) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

staging_rows as (

    {% for seed_name in seeds %}
    select
        '{{ seed_name }}' as seed_name,
        _seed_row_key as seed_row_key
    from {{ ref('stg_' ~ seed_name) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

batches as (

    select * from {{ ref('stg_landing__batches') }}

),

landed_rows as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

final as (

    select
        seed_counts.seed_name,
        seed_counts.seed_row_count,
        staging_rows.seed_row_key
    from seed_counts
    left join staging_rows
        on seed_counts.seed_name = staging_rows.seed_name
    union all
    select
        batches.batch_id as seed_name,
        batches.landed_row_count as seed_row_count,
        landed_rows.seed_row_key
    from batches
    left join landed_rows
        on batches.batch_id = landed_rows.batch_id
    where batches.storage_code = 'facts'

)

select * from final
