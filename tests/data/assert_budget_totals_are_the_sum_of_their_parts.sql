-- Each total of the digital upgrade plan's tables and paragraphs, over years, members or kinds of
-- cost, is the sum of the parts under it, to the dollar.
with

budgets as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}
    where
        table_code in ('budget_table_3', 'budget_table_4', 'budget_table_5', 'work_item_budgets')

),

final as (

    select
        totals.budget_item_id,
        totals.roc_year,
        totals.expenditure_type_code,
        totals.budget_twd,
        sum(parts.budget_twd) as sum_of_parts_twd
    from budgets as totals
    inner join budgets as parts
        on
            totals.table_code = parts.table_code
            and totals.expenditure_type_code = parts.expenditure_type_code
            and coalesce(totals.roc_year, parts.roc_year) = parts.roc_year
            and (
                totals.work_item_id is null
                or totals.work_item_id = parts.work_item_id
                or parts.work_item_id like totals.work_item_id || '-%'
            )
            and coalesce(totals.part_no, '') = coalesce(parts.part_no, '')
            and (
                totals.cost_category_zh is null
                or totals.cost_category_zh = parts.cost_category_zh
            )
    where totals.is_total and not parts.is_total
    group by
        totals.budget_item_id,
        totals.roc_year,
        totals.expenditure_type_code,
        totals.budget_twd
    having totals.budget_twd != sum(parts.budget_twd)

)

select * from final
