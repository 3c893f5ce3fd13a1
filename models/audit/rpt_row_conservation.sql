{%- set seeds = [
    'mohw_fy107_plan__evaluation_systems',
    'mohw_fy107_plan__kpis',
    'mohw_fy107_plan__plans',
    'mohw_fy107_plan__programme_metrics',
    'mohw_fy107_plan__strategies',
    'nhi_tiered_care_progress__budget_series',
    'nhi_tiered_care_progress__family_doctor_plan',
    'nhi_tiered_care_progress__opened_items',
    'nhi_tiered_care_progress__programme_metrics',
] -%}
{%- set fact_row_keys = [
    ('dim_evaluation_systems', '_seed_row_key'),
    ('dim_kpis', '_seed_row_key'),
    ('dim_plans', '_seed_row_key'),
    ('dim_policy_strategies', '_seed_row_key'),
    ('fct_kpi_targets', '_seed_row_key'),
    ('fct_budgets', '_seed_row_key'),
    ('mart_budget_execution', '_seed_row_key'),
    ('mart_budget_execution', '_rate_seed_row_key'),
    ('fct_programme_metrics', '_seed_row_key'),
] -%}
with

fact_rows as (

    {% for model_name, key_column in fact_row_keys %}
    select {{ key_column }} as seed_row_key from {{ ref(model_name) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

distinct_fact_rows as (

    select distinct seed_row_key from fact_rows

),

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

staging_counts as (

    select
        staging_rows.seed_name,
        count(*) as staging_row_count,
        count(distinct_fact_rows.seed_row_key) as fact_row_count
    from staging_rows
    left join distinct_fact_rows
        on staging_rows.seed_row_key = distinct_fact_rows.seed_row_key
    group by staging_rows.seed_name

),

row_exclusions as (

    select * from {{ ref('stg_reference__row_exclusions') }}

),

final as (

    select
        seed_counts.seed_name,
        cast(seed_counts.seed_row_count as int) as seed_row_count,
        cast(coalesce(staging_counts.staging_row_count, 0) as int) as staging_row_count,
        cast(coalesce(staging_counts.fact_row_count, 0) as int) as fact_row_count,
        cast(coalesce(row_exclusions.excluded_row_count, 0) as int) as excluded_row_count,
        row_exclusions.exclusion_reason
    from seed_counts
    left join staging_counts
        on seed_counts.seed_name = staging_counts.seed_name
    left join row_exclusions
        on seed_counts.seed_name = row_exclusions.seed_name

)

select * from final
