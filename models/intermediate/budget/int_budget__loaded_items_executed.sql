with

landed_execution as (

    select * from {{ ref('stg_landing__budget_execution') }}

),

landed_rows_ranked as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

current_landed_execution as (

    {{ not_superseded('landed_execution') }}

),

final as (

    select
        current_landed_execution.programme_code,
        'user_file' as table_code,
        current_landed_execution.item_name_zh,
        case
            when
                current_landed_execution.budget_roc_year
                != current_landed_execution.execution_roc_year
                then current_landed_execution.budget_roc_year
        end as cohort_roc_year,
        current_landed_execution.budget_roc_year,
        current_landed_execution.execution_roc_year,
        current_landed_execution.as_of_date,
        current_landed_execution.printed_budget_text,
        current_landed_execution.printed_budget_unit_zh,
        current_landed_execution.printed_executed_text,
        current_landed_execution.printed_executed_unit_zh,
        current_landed_execution.printed_rate_text,
        {{ in_base_unit(
            'current_landed_execution.printed_budget_value',
            'budget_units.multiplier',
            'decimal(18, 2)'
        ) }} as budget_twd,
        case
            when executed_units.dimension_code = 'money'
                then {{ in_base_unit(
                    'current_landed_execution.printed_executed_value',
                    'executed_units.multiplier',
                    'decimal(18, 2)'
                ) }}
        end as executed_twd,
        case
            when executed_units.dimension_code = 'points'
                then {{ in_base_unit(
                    'current_landed_execution.printed_executed_value',
                    'executed_units.multiplier',
                    'decimal(18, 2)'
                ) }}
        end as executed_points,
        current_landed_execution.printed_execution_rate,
        current_landed_execution.is_total,
        current_landed_execution.data_maturity_code,
        current_landed_execution.source_document_id,
        current_landed_execution.source_locator,
        case
            when current_landed_execution.printed_rate_text is not null
                then current_landed_execution.source_locator
        end as printed_rate_locator,
        current_landed_execution._seed_row_key,
        cast(null as {{ dbt.type_string() }}) as _rate_seed_row_key
    from current_landed_execution
    inner join units as budget_units
        on current_landed_execution.printed_budget_unit_zh = budget_units.unit_zh
    inner join units as executed_units
        on current_landed_execution.printed_executed_unit_zh = executed_units.unit_zh

)

select * from final
