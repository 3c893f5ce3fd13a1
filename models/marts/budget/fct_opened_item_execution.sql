with

opened_items as (

    select * from {{ ref('stg_nhi_tiered_care_progress__opened_items') }}

),

execution_states as (

    select * from {{ ref('int_budget__execution_states') }}

),

item_counts as (

    select
        cohort_roc_year,
        as_of_date,
        cast(printed_value as int) as opened_item_count,
        row_number() over (partition by cohort_roc_year order by as_of_date desc) as state_no
    from opened_items
    where column_label = '開放項數' and cohort_roc_year is not null

),

newest as (

    select
        *,
        min(execution_roc_year) over () as first_fee_roc_year
    from execution_states
    where
        programme_code = 'opened_items'
        and cohort_roc_year is not null
        and superseded_date is null

),

-- A cohort's items stand once, beside the first year in which fees of them could be paid: a sum
-- over years of fees counts them once.
counted as (

    select
        newest.*,
        case
            when
                newest.execution_roc_year
                = greatest(newest.cohort_roc_year, newest.first_fee_roc_year)
                then item_counts.opened_item_count
        end as opened_item_count
    from newest
    left join item_counts
        on
            newest.cohort_roc_year = item_counts.cohort_roc_year
            and item_counts.state_no = 1

),

unnoted as (

    select
        cohort_roc_year as listing_roc_year,
        {{ roc_to_fiscal_year('cohort_roc_year') }} as listing_fiscal_year,
        execution_roc_year as fee_roc_year,
        {{ roc_to_fiscal_year('execution_roc_year') }} as fee_fiscal_year,
        opened_item_count,
        executed_points,
        data_maturity_code,
        as_of_date,
        source_document_id,
        source_locator
    from counted
    where executed_points is not null or opened_item_count is not null

),

final as (

    {{ with_notes('unnoted', ['budget.fct_opened_item_execution']) }}

)

select * from final
