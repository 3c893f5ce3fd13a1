with

family_doctor_plan as (

    select * from {{ ref('stg_nhi_tiered_care_progress__family_doctor_plan') }}

),

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

source_documents as (

    select * from {{ ref('stg_reference__source_documents') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

budgets as (

    select * from budget_lines
    where table_code = 'family_doctor_plan'

),

executed as (

    select * from family_doctor_plan
    where row_label = '預算執行數(億元)'

),

printed_rates as (

    select * from family_doctor_plan
    where row_label = '預算執行率'

),

final as (

    select
        budgets.table_code as programme_code,
        budgets.table_code,
        budgets.item_name_zh,
        cast(null as int) as cohort_roc_year,
        budgets.roc_year as budget_roc_year,
        executed.roc_year as execution_roc_year,
        source_documents.published_date as as_of_date,
        budgets.printed_text as printed_budget_text,
        budgets.unit_zh as printed_budget_unit_zh,
        executed.printed_text as printed_executed_text,
        executed.unit_zh as printed_executed_unit_zh,
        printed_rates.printed_text as printed_rate_text,
        budgets.budget_twd,
        {{ in_base_unit('executed.printed_value', 'units.multiplier', 'decimal(18, 2)') }}
            as executed_twd,
        cast(null as decimal(18, 2)) as executed_points,
        cast(printed_rates.printed_value / 100 as decimal(18, 8)) as printed_execution_rate,
        false as is_total,
        case when executed.printed_value is null then 'not_settled' else 'full_year' end
            as data_maturity_code,
        executed.source_document_id,
        executed.source_locator,
        printed_rates.source_locator as printed_rate_locator,
        executed._seed_row_key,
        printed_rates._seed_row_key as _rate_seed_row_key
    from budgets
    inner join executed
        on budgets.roc_year = executed.roc_year
    inner join printed_rates
        on budgets.roc_year = printed_rates.roc_year
    inner join units
        on executed.unit_zh = units.unit_zh
    inner join source_documents
        on executed.source_document_id = source_documents.source_document_id

)

select * from final
