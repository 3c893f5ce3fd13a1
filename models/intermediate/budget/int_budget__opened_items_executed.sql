with

opened_items as (

    select * from {{ ref('stg_nhi_tiered_care_progress__opened_items') }}

),

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

programmes as (

    select * from {{ ref('stg_reference__programmes') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

programme as (

    select * from programmes
    where programme_code = 'opened_items'

),

cohort_budgets as (

    select * from budget_lines
    where table_code like 'opened_items_%' and not is_total

),

-- Years after the last cohort have no budget in the table itself.
series_budgets as (

    select budget_lines.*
    from budget_lines
    inner join programme
        on budget_lines.budget_item_id = programme.budget_item_id

),

executed as (

    select
        opened_items.*,
        {{ in_base_unit('opened_items.printed_value', 'units.multiplier', 'decimal(18, 2)') }}
            as executed_points
    from opened_items
    inner join units
        on opened_items.unit_zh = units.unit_zh
    where units.dimension_code = 'points'

),

printed_rates as (

    select
        table_code,
        column_label,
        printed_text as printed_rate_text,
        cast(printed_value / 100 as decimal(18, 8)) as printed_execution_rate,
        source_locator as printed_rate_locator,
        _seed_row_key as _rate_seed_row_key
    from opened_items
    where row_label = '預算執行率'

),

cohorts as (

    select
        executed.table_code,
        executed.row_label,
        executed.fee_roc_year,
        executed.as_of_date,
        executed.printed_text,
        executed.unit_zh,
        executed.is_total,
        executed.is_year_to_date,
        executed.source_document_id,
        executed.source_locator,
        executed._seed_row_key,
        executed.executed_points,
        executed.cohort_roc_year,
        executed.cohort_roc_year as budget_roc_year,
        cohort_budgets.budget_twd,
        cohort_budgets.printed_text as printed_budget_text,
        cohort_budgets.unit_zh as printed_budget_unit_zh,
        cast(null as {{ dbt.type_string() }}) as printed_rate_text,
        cast(null as decimal(18, 8)) as printed_execution_rate,
        cast(null as {{ dbt.type_string() }}) as printed_rate_locator,
        cast(null as {{ dbt.type_string() }}) as _rate_seed_row_key
    from executed
    inner join cohort_budgets
        on
            executed.table_code = cohort_budgets.table_code
            and executed.cohort_roc_year = cohort_budgets.roc_year

),

-- The document divides a year's total by the budget of that year, not by the sum of all cohorts.
totals as (

    select
        executed.table_code,
        executed.row_label,
        executed.fee_roc_year,
        executed.as_of_date,
        executed.printed_text,
        executed.unit_zh,
        executed.is_total,
        executed.is_year_to_date,
        executed.source_document_id,
        executed.source_locator,
        executed._seed_row_key,
        executed.executed_points,
        executed.cohort_roc_year,
        executed.fee_roc_year as budget_roc_year,
        coalesce(cohort_budgets.budget_twd, series_budgets.budget_twd) as budget_twd,
        coalesce(cohort_budgets.printed_text, series_budgets.printed_text) as printed_budget_text,
        coalesce(cohort_budgets.unit_zh, series_budgets.unit_zh) as printed_budget_unit_zh,
        printed_rates.printed_rate_text,
        printed_rates.printed_execution_rate,
        printed_rates.printed_rate_locator,
        printed_rates._rate_seed_row_key
    from executed
    left join cohort_budgets
        on
            executed.table_code = cohort_budgets.table_code
            and executed.fee_roc_year = cohort_budgets.roc_year
    left join series_budgets
        on executed.fee_roc_year = series_budgets.roc_year
    inner join printed_rates
        on
            executed.table_code = printed_rates.table_code
            and executed.column_label = printed_rates.column_label
    where executed.is_total

),

first_totals as (

    select
        *,
        row_number() over (partition by table_code order by fee_roc_year) as fee_year_no
    from executed
    where is_total

),

-- The first cohort was budgeted in the year before a fee was paid: a budget without execution.
unpaid_years as (

    select
        first_totals.table_code,
        first_totals.row_label,
        cohort_budgets.roc_year as fee_roc_year,
        first_totals.as_of_date,
        cast(null as {{ dbt.type_string() }}) as printed_text,
        first_totals.unit_zh,
        first_totals.is_total,
        false as is_year_to_date,
        first_totals.source_document_id,
        cohort_budgets.source_locator,
        cohort_budgets._seed_row_key,
        cast(null as decimal(18, 2)) as executed_points,
        first_totals.cohort_roc_year,
        cohort_budgets.roc_year as budget_roc_year,
        cohort_budgets.budget_twd,
        cohort_budgets.printed_text as printed_budget_text,
        cohort_budgets.unit_zh as printed_budget_unit_zh,
        cast(null as {{ dbt.type_string() }}) as printed_rate_text,
        cast(null as decimal(18, 8)) as printed_execution_rate,
        cast(null as {{ dbt.type_string() }}) as printed_rate_locator,
        cast(null as {{ dbt.type_string() }}) as _rate_seed_row_key
    from first_totals
    inner join cohort_budgets
        on
            first_totals.table_code = cohort_budgets.table_code
            and first_totals.fee_roc_year > cohort_budgets.roc_year
    where first_totals.fee_year_no = 1

),

unioned as (

    select * from cohorts
    union all
    select * from totals
    union all
    select * from unpaid_years

),

final as (

    select
        programme.programme_code,
        unioned.table_code,
        unioned.row_label as item_name_zh,
        unioned.cohort_roc_year,
        unioned.budget_roc_year,
        unioned.fee_roc_year as execution_roc_year,
        unioned.as_of_date,
        unioned.printed_budget_text,
        unioned.printed_budget_unit_zh,
        unioned.printed_text as printed_executed_text,
        unioned.unit_zh as printed_executed_unit_zh,
        unioned.printed_rate_text,
        unioned.budget_twd,
        cast(null as decimal(18, 2)) as executed_twd,
        unioned.executed_points,
        unioned.printed_execution_rate,
        unioned.is_total,
        case when unioned.is_year_to_date then 'year_to_date' else 'full_year' end
            as data_maturity_code,
        unioned.source_document_id,
        unioned.source_locator,
        unioned.printed_rate_locator,
        unioned._seed_row_key,
        unioned._rate_seed_row_key
    from unioned
    cross join programme

)

select * from final
