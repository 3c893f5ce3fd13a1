with

budget_execution as (

    select * from {{ ref('int_budget__execution_states') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

rates as (

    select
        budget_execution.source_document_id,
        budget_execution.printed_rate_locator,
        budget_execution.item_name_zh
        || ' '
        || budget_execution.execution_roc_year
        || '年（'
        || budget_execution.as_of_date
        || '）' as subject_zh,
        budget_execution.printed_rate_text,
        budget_execution.budget_twd,
        budget_execution.execution_rate,
        100 * budget_execution.printed_execution_rate as printed_value,
        100 * budget_execution.execution_rate as expected_value,
        {{ half_unit('budget_execution.printed_rate_text') }} as rate_rounding,
        {{ in_base_unit(
            half_unit('budget_execution.printed_executed_text'), 'executed_units.multiplier'
        ) }} as executed_rounding,
        {{ in_base_unit(
            half_unit('budget_execution.printed_budget_text'), 'budget_units.multiplier'
        ) }} as budget_rounding
    from budget_execution
    inner join units as executed_units
        on budget_execution.printed_executed_unit_zh = executed_units.unit_zh
    inner join units as budget_units
        on budget_execution.printed_budget_unit_zh = budget_units.unit_zh
    where
        budget_execution.printed_execution_rate is not null
        and budget_execution.execution_rate is not null

),

final as (

    select
        'execution_rate' as check_code,
        source_document_id,
        printed_rate_locator as source_locator,
        subject_zh,
        printed_rate_text as printed_text,
        {{ decimal_text('expected_value') }} as expected_text,
        cast(printed_value - expected_value as decimal(28, 8)) as difference_value,
        cast(rate_rounding as decimal(28, 8)) as agreement_value,
        cast(
            rate_rounding
            + 100
            * {{ safe_ratio(
                'executed_rounding + abs(execution_rate) * budget_rounding', 'budget_twd'
            ) }}
            as decimal(28, 8)
        ) as tolerance_value
    from rates

)

select * from final
