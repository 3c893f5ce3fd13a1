with

series as (

    select * from {{ ref('mart_tiered_care_budget_series') }}

),

years as (

    select
        roc_year,
        fiscal_year,
        sum(budget_twd) as budget_twd,
        max(case when is_series_break then 1 else 0 end) = 1 as is_series_break,
        max(case when is_series_break then note_zh end) as note_zh
    from series
    group by roc_year, fiscal_year

),

compared as (

    select
        years.*,
        previous_years.budget_twd as previous_budget_twd,
        sum(years.budget_twd) over (
            order by years.roc_year
            rows between unbounded preceding and current row
        ) as cumulative_budget_twd
    from years
    left join years as previous_years
        on years.roc_year = previous_years.roc_year + 1

),

final as (

    select
        roc_year,
        fiscal_year,
        cast(budget_twd as decimal(18, 2)) as budget_twd,
        cast(previous_budget_twd as decimal(18, 2)) as previous_budget_twd,
        -- Across a break the two years are not budgets of the same thing.
        case
            when not is_series_break
                then {{ safe_ratio('budget_twd - previous_budget_twd', 'previous_budget_twd') }}
        end as change_rate,
        cast(cumulative_budget_twd as decimal(18, 2)) as cumulative_budget_twd,
        is_series_break,
        note_zh
    from compared

)

select * from final
