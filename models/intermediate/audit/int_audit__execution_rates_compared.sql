with

budget_execution as (

    select * from {{ ref('mart_budget_execution') }}

),

rates as (

    select
        source_document_id,
        printed_rate_locator,
        concat(
            item_name_zh,
            ' ',
            cast(execution_roc_year as {{ dbt.type_string() }}),
            '年（',
            cast(as_of_date as {{ dbt.type_string() }}),
            '）'
        ) as subject_zh,
        printed_rate_text,
        100 * printed_execution_rate as printed_value,
        100 * execution_rate as expected_value,
        {{ half_unit('printed_rate_text') }} as rate_rounding,
        {{ half_unit('printed_executed_text') }} / {{ printed_number('printed_executed_text') }}
            as executed_relative_rounding,
        {{ half_unit('printed_budget_text') }} / {{ printed_number('printed_budget_text') }}
            as budget_relative_rounding
    from budget_execution
    where printed_execution_rate is not null and execution_rate is not null

),

final as (

    select
        'execution_rate' as check_code,
        source_document_id,
        printed_rate_locator as source_locator,
        subject_zh,
        printed_rate_text as printed_text,
        cast(expected_value as decimal(28, 8)) as expected_value,
        cast(printed_value - expected_value as decimal(28, 8)) as difference_value,
        cast(rate_rounding as decimal(28, 8)) as agreement_value,
        cast(
            rate_rounding
            + expected_value * (executed_relative_rounding + budget_relative_rounding)
            as decimal(28, 8)
        ) as tolerance_value
    from rates

)

select * from final
