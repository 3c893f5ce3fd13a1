-- The years of each item of the tiered-care budget sum to the total printed for the item.
with

budgets as (

    select * from {{ ref('fct_budgets') }}

),

final as (

    select
        budget_item_id,
        sum(case when roc_year is null then budget_twd else 0 end) as printed_total_twd,
        sum(case when roc_year is null then 0 else budget_twd end) as sum_of_years_twd
    from budgets
    where table_code = 'budget_series'
    group by budget_item_id
    having
        sum(case when roc_year is null then budget_twd else 0 end)
        != sum(case when roc_year is null then 0 else budget_twd end)

)

select * from final
