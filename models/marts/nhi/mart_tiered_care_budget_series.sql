with

budgets as (

    select * from {{ ref('fct_budgets') }}

),

budget_series as (

    select * from {{ ref('stg_nhi_tiered_care_progress__budget_series') }}

),

series_breaks as (

    select * from {{ ref('stg_reference__series_breaks') }}

),

series as (

    select
        budgets.*,
        budget_series.footnote_no
    from budgets
    left join budget_series
        on budgets._seed_row_key = budget_series._seed_row_key
    where budgets.table_code = 'budget_series'

),

compared as (

    select
        series.*,
        previous_years.budget_twd as previous_budget_twd,
        coalesce(series.roc_year = series_breaks.break_roc_year, false) as is_series_break
    from series
    left join series as previous_years
        on
            series.budget_item_id = previous_years.budget_item_id
            and series.roc_year = previous_years.roc_year + 1
    left join series_breaks
        on
            series.source_document_id = series_breaks.source_document_id
            and series.table_code = series_breaks.table_code
            and series.footnote_no = series_breaks.footnote_no

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
        -- Across a break the two years are not budgets of the same thing.
        case
            when not is_series_break
                then {{ safe_ratio('budget_twd - previous_budget_twd', 'previous_budget_twd') }}
        end as change_rate,
        is_series_break,
        note_zh,
        source_document_id,
        source_locator
    from compared

)

select * from final
