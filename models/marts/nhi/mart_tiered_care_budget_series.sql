with

budgets as (

    select * from {{ ref('fct_budgets') }}

),

series as (

    select * from budgets
    where table_code = 'budget_series' and roc_year is not null

),

year_totals as (

    select
        roc_year,
        budget_twd as year_budget_twd
    from series
    where is_total

),

compared as (

    select
        series.*,
        year_totals.year_budget_twd,
        previous_years.budget_twd as previous_budget_twd,
        sum(series.budget_twd) over (
            partition by series.budget_item_id
            order by series.roc_year
            rows between unbounded preceding and current row
        ) as cumulative_budget_twd
    from series
    left join year_totals
        on series.roc_year = year_totals.roc_year
    left join series as previous_years
        on
            series.budget_item_id = previous_years.budget_item_id
            and series.roc_year = previous_years.roc_year + 1

),

final as (

    select
        budget_item_id,
        item_no,
        item_name_zh,
        global_budget_sector_zh,
        roc_year,
        fiscal_year,
        printed_text,
        unit_zh,
        budget_twd,
        previous_budget_twd,
        {{ safe_ratio('budget_twd - previous_budget_twd', 'previous_budget_twd') }} as change_rate,
        {{ safe_ratio('budget_twd', 'year_budget_twd') }} as share_of_year_rate,
        cast(cumulative_budget_twd as decimal(18, 2)) as cumulative_budget_twd,
        is_total,
        source_document_id,
        source_locator
    from compared

)

select * from final
