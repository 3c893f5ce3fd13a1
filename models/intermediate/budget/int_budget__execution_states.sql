with

opened_items_executed as (

    select * from {{ ref('int_budget__opened_items_executed') }}

),

family_doctor_plan_executed as (

    select * from {{ ref('int_budget__family_doctor_plan_executed') }}

),

loaded_items_executed as (

    select * from {{ ref('int_budget__loaded_items_executed') }}

),

unioned as (

    select * from opened_items_executed
    union all
    select * from family_doctor_plan_executed
    union all
    select * from loaded_items_executed

),

rated as (

    select
        *,
        -- The documents value one point at one New Taiwan dollar.
        {{ safe_ratio('coalesce(executed_twd, executed_points)', 'budget_twd') }}
            as execution_rate
    from unioned

),

final as (

    select
        programme_code,
        table_code,
        item_name_zh,
        cohort_roc_year,
        budget_roc_year,
        execution_roc_year,
        as_of_date,
        lead(as_of_date) over (
            partition by programme_code, item_name_zh, budget_roc_year, execution_roc_year
            order by as_of_date
        ) as superseded_date,
        printed_budget_text,
        printed_budget_unit_zh,
        printed_executed_text,
        printed_executed_unit_zh,
        printed_rate_text,
        budget_twd,
        executed_twd,
        executed_points,
        execution_rate,
        printed_execution_rate,
        cast(printed_execution_rate - execution_rate as decimal(18, 8)) as rate_gap,
        is_total,
        data_maturity_code,
        source_document_id,
        source_locator,
        printed_rate_locator,
        _seed_row_key,
        _rate_seed_row_key
    from rated

)

select * from final
