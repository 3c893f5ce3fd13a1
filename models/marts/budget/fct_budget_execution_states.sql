with

execution_states as (

    select * from {{ ref('int_budget__execution_states') }}

),

programmes as (

    select * from {{ ref('int_budget__programmes_unioned') }}

),

unnoted as (

    select
        execution_states.programme_code,
        programmes.programme_name_zh,
        execution_states.item_name_zh,
        execution_states.cohort_roc_year,
        execution_states.is_total,
        execution_states.execution_roc_year as roc_year,
        {{ roc_to_fiscal_year('execution_states.execution_roc_year') }} as fiscal_year,
        execution_states.as_of_date,
        execution_states.superseded_date,
        execution_states.printed_budget_text,
        execution_states.printed_budget_unit_zh,
        execution_states.printed_executed_text,
        execution_states.printed_executed_unit_zh,
        execution_states.printed_rate_text,
        -- The budget of the year a cohort was opened in is not one of the year its fees are of.
        case
            when execution_states.cohort_roc_year is null then execution_states.budget_twd
        end as budget_twd,
        execution_states.executed_twd,
        execution_states.executed_points,
        execution_states.printed_execution_rate,
        execution_states.data_maturity_code,
        execution_states.source_document_id,
        execution_states.source_locator,
        execution_states.printed_rate_locator,
        execution_states._seed_row_key,
        execution_states._rate_seed_row_key
    from execution_states
    inner join programmes
        on execution_states.programme_code = programmes.programme_code

),

final as (

    {{ with_notes('unnoted', ['budget.mart_budget_execution']) }}

)

select * from final
