-- Table 5 gives each aspect and strategy what table 3 gives it, and each work item what its
-- paragraph gives it, nothing where the paragraph names no budget.
with

budgets as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

table_3 as (

    select * from budgets
    where table_code = 'budget_table_3' and work_item_id is not null

),

table_5 as (

    select * from budgets
    where table_code = 'budget_table_5' and work_item_id is not null

),

paragraphs as (

    select
        work_item_id,
        roc_year,
        expenditure_type_code,
        sum(budget_twd) as budget_twd
    from budgets
    where table_code = 'work_item_budgets' and not is_total
    group by work_item_id, roc_year, expenditure_type_code

),

final as (

    select
        table_3.source_locator,
        table_3.budget_twd as expected_twd,
        table_5.budget_twd
    from table_3
    left join table_5
        on
            table_3.work_item_id = table_5.work_item_id
            and coalesce(table_3.roc_year, 0) = coalesce(table_5.roc_year, 0)
            and table_3.expenditure_type_code = table_5.expenditure_type_code
    where table_5.budget_twd is null or table_3.budget_twd != table_5.budget_twd
    union all
    select
        table_5.source_locator,
        paragraphs.budget_twd as expected_twd,
        table_5.budget_twd
    from table_5
    left join paragraphs
        on
            table_5.work_item_id = paragraphs.work_item_id
            and table_5.roc_year = paragraphs.roc_year
            and table_5.expenditure_type_code = paragraphs.expenditure_type_code
    where not table_5.is_total and table_5.budget_twd != coalesce(paragraphs.budget_twd, 0)

)

select * from final
