-- Where a document prints a total with its current and capital expenditure, they sum to it, to the
-- dollar. A user's file may give the parts alone.
with

budgets as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

landed_batches as (

    select * from {{ ref('stg_landing__batches') }}

),

-- Of an amount and the kinds of cost beside it, the costs count.
amounts as (

    select budgets.*
    from budgets
    left join landed_batches
        on budgets.source_document_id = landed_batches.batch_id
    where
        landed_batches.batch_id is null
        and not (
            budgets.table_code = 'work_item_budgets' and budgets.level_code = 'subtotal'
        )

),

final as (

    select
        table_code,
        work_item_id,
        part_no,
        roc_year,
        sum(case when expenditure_type_code = 'total' then budget_twd else 0 end)
            as printed_total_twd,
        sum(case when expenditure_type_code = 'total' then 0 else budget_twd end)
            as sum_of_types_twd
    from amounts
    group by table_code, work_item_id, part_no, roc_year
    having
        sum(case when expenditure_type_code = 'total' then 0 else 1 end) > 0
        and sum(case when expenditure_type_code = 'total' then budget_twd else 0 end)
        != sum(case when expenditure_type_code = 'total' then 0 else budget_twd end)

)

select * from final
