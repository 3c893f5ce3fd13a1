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
        opened_items.table_code,
        opened_items.column_label,
        opened_items.row_label,
        opened_items.cohort_roc_year,
        opened_items.fee_roc_year,
        opened_items.as_of_date,
        opened_items.printed_text,
        opened_items.unit_zh,
        {{ in_base_unit('opened_items.printed_value', 'units.multiplier', 'decimal(18, 2)') }}
            as executed_points,
        opened_items.is_total,
        opened_items.is_year_to_date,
        opened_items.source_document_id,
        opened_items.source_locator,
        opened_items._seed_row_key
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
        cast(null as {{ dbt.type_string() }}) as column_label,
        first_totals.row_label,
        first_totals.cohort_roc_year,
        cohort_budgets.roc_year as fee_roc_year,
        first_totals.as_of_date,
        cast(null as {{ dbt.type_string() }}) as printed_text,
        first_totals.unit_zh,
        cast(null as decimal(18, 2)) as executed_points,
        first_totals.is_total,
        false as is_year_to_date,
        first_totals.source_document_id,
        cohort_budgets.source_locator,
        cohort_budgets._seed_row_key
    from first_totals
    inner join cohort_budgets
        on
            first_totals.table_code = cohort_budgets.table_code
            and first_totals.fee_roc_year > cohort_budgets.roc_year
    where first_totals.fee_year_no = 1

),

fee_years as (

    select * from executed
    union all
    select * from unpaid_years

),

-- The document divides a year's total by the budget of that year, not by the sum of all cohorts.
final as (

    select
        programme.programme_code,
        fee_years.table_code,
        fee_years.row_label as item_name_zh,
        fee_years.cohort_roc_year,
        coalesce(fee_years.cohort_roc_year, fee_years.fee_roc_year) as budget_roc_year,
        fee_years.fee_roc_year as execution_roc_year,
        fee_years.as_of_date,
        coalesce(cohort_budgets.printed_text, series_budgets.printed_text) as printed_budget_text,
        coalesce(cohort_budgets.unit_zh, series_budgets.unit_zh) as printed_budget_unit_zh,
        fee_years.printed_text as printed_executed_text,
        fee_years.unit_zh as printed_executed_unit_zh,
        printed_rates.printed_rate_text,
        coalesce(cohort_budgets.budget_twd, series_budgets.budget_twd) as budget_twd,
        cast(null as decimal(18, 2)) as executed_twd,
        fee_years.executed_points,
        printed_rates.printed_execution_rate,
        fee_years.is_total,
        case when fee_years.is_year_to_date then 'year_to_date' else 'full_year' end
            as data_maturity_code,
        fee_years.source_document_id,
        fee_years.source_locator,
        printed_rates.printed_rate_locator,
        fee_years._seed_row_key,
        printed_rates._rate_seed_row_key
    from fee_years
    cross join programme
    left join cohort_budgets
        on
            fee_years.table_code = cohort_budgets.table_code
            and coalesce(fee_years.cohort_roc_year, fee_years.fee_roc_year)
            = cohort_budgets.roc_year
    left join series_budgets
        on
            fee_years.is_total
            and fee_years.fee_roc_year = series_budgets.roc_year
    left join printed_rates
        on
            fee_years.is_total
            and fee_years.table_code = printed_rates.table_code
            and fee_years.column_label = printed_rates.column_label

)

select * from final
