with

totals_compared as (

    select * from {{ ref('int_audit__totals_compared') }}

),

execution_rates_compared as (

    select * from {{ ref('int_audit__execution_rates_compared') }}

),

tables_compared as (

    select * from {{ ref('int_audit__tables_compared') }}

),

plan_links_compared as (

    select * from {{ ref('int_audit__plan_links_compared') }}

),

printed_numbers_compared as (

    select * from {{ ref('int_audit__printed_numbers_compared') }}

),

budget_totals_compared as (

    select * from {{ ref('int_audit__budget_totals_compared') }}

),

budget_tables_compared as (

    select * from {{ ref('int_audit__budget_tables_compared') }}

),

budget_units_compared as (

    select * from {{ ref('int_audit__budget_units_compared') }}

),

cost_categories_compared as (

    select * from {{ ref('int_audit__cost_categories_compared') }}

),

published_figures_compared as (

    select * from {{ ref('int_audit__published_figures_compared') }}

),

unioned as (

    select * from totals_compared
    union all
    select * from execution_rates_compared
    union all
    select * from tables_compared
    union all
    select * from plan_links_compared
    union all
    select * from printed_numbers_compared
    union all
    select * from budget_totals_compared
    union all
    select * from budget_tables_compared
    union all
    select * from budget_units_compared
    union all
    select * from cost_categories_compared
    union all
    select * from published_figures_compared

),

final as (

    select
        check_code,
        source_document_id,
        source_locator,
        subject_zh,
        printed_text,
        expected_text,
        difference_value,
        agreement_value,
        tolerance_value,
        {{ verdict_code('difference_value', 'agreement_value', 'tolerance_value') }} as verdict_code
    from unioned

)

select * from final
