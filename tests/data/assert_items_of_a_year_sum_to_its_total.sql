-- The parts of each year of the tiered-care budget sum to the printed total, to the dollar.
with

series as (

    select * from {{ ref('mart_tiered_care_budget_series') }}

),

final as (

    select
        roc_year,
        sum(case when is_total then budget_twd else 0 end) as printed_total_twd,
        sum(case when is_total then 0 else budget_twd end) as sum_of_items_twd
    from series
    group by roc_year
    having
        sum(case when is_total then budget_twd else 0 end)
        != sum(case when is_total then 0 else budget_twd end)

)

select * from final
