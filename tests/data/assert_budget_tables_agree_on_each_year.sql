-- The parts of a year add up to the same in table 3, table 4, table 5 and the paragraphs; table 3
-- tells no types of expenditure apart.
with

budgets as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}
    where
        table_code in ('budget_table_3', 'budget_table_4', 'budget_table_5', 'work_item_budgets')
        and not is_total

),

sums as (

    select
        table_code,
        roc_year,
        expenditure_type_code,
        sum(budget_twd) as budget_twd
    from budgets
    group by table_code, roc_year, expenditure_type_code

),

final as (

    select
        roc_year,
        expenditure_type_code,
        min(budget_twd) as least_twd,
        max(budget_twd) as most_twd,
        count(*) as table_count
    from sums
    group by roc_year, expenditure_type_code
    having
        min(budget_twd) != max(budget_twd)
        or count(*) != case when expenditure_type_code = 'total' then 4 else 3 end

)

select * from final
