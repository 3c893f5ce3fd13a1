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

identities_compared as (

    select * from {{ ref('int_audit__identities_compared') }}

),

printings_compared as (

    select * from {{ ref('int_audit__printings_compared') }}

),

risks_compared as (

    select * from {{ ref('int_audit__risks_compared') }}

),

schedules_compared as (

    select * from {{ ref('int_audit__schedules_compared') }}

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
    select * from identities_compared
    union all
    select * from printings_compared
    union all
    select * from risks_compared
    union all
    select * from schedules_compared

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
