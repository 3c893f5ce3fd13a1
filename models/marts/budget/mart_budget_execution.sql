with

execution_states as (

    select * from {{ ref('int_budget__execution_states') }}

),

programmes as (

    select * from {{ ref('int_budget__programmes_unioned') }}

),

newest as (

    select
        *,
        case when table_code = 'user_file' then 'user_file' else source_document_id end
            as publication_code,
        -- The budget of the year a cohort was opened in is not one of the year its fees are of.
        case when cohort_roc_year is null then budget_twd end as year_budget_twd
    from execution_states
    where superseded_date is null

),

-- A year is taken from one publication: the one that knows the latest day of it.
publications as (

    select
        programme_code,
        execution_roc_year,
        publication_code,
        row_number() over (
            partition by programme_code, execution_roc_year
            order by max(as_of_date) desc, publication_code asc
        ) as publication_rank
    from newest
    group by programme_code, execution_roc_year, publication_code

),

chosen as (

    select
        newest.*,
        max(case when newest.is_total then 1 else 0 end) over (
            partition by newest.programme_code, newest.execution_roc_year
        ) = 1 as has_total
    from newest
    inner join publications
        on
            newest.programme_code = publications.programme_code
            and newest.execution_roc_year = publications.execution_roc_year
            and newest.publication_code = publications.publication_code
    where publications.publication_rank = 1

),

-- The printed whole of the year; where only its parts are printed, their sum.
years as (

    select
        programme_code,
        execution_roc_year,
        max(as_of_date) as as_of_date,
        cast(sum(year_budget_twd) as decimal(18, 2)) as budget_twd,
        cast(sum(executed_twd) as decimal(18, 2)) as executed_twd,
        cast(sum(executed_points) as decimal(18, 2)) as executed_points,
        case when count(*) = 1 then max(printed_execution_rate) end as printed_execution_rate,
        case
            when max(case when data_maturity_code = 'not_settled' then 1 else 0 end) = 1
                then 'not_settled'
            else max(data_maturity_code)
        end as data_maturity_code,
        min(source_document_id) as source_document_id,
        min(source_locator) as source_locator,
        case when count(*) = 1 then max(printed_rate_locator) end as printed_rate_locator
    from chosen
    where is_total or not has_total
    group by programme_code, execution_roc_year

),

rated as (

    select
        *,
        -- The documents value one point at one New Taiwan dollar.
        {{ safe_ratio('coalesce(executed_twd, executed_points)', 'budget_twd') }}
            as execution_rate
    from years

),

unnoted as (

    select
        rated.programme_code,
        programmes.programme_name_zh,
        rated.execution_roc_year as roc_year,
        {{ roc_to_fiscal_year('rated.execution_roc_year') }} as fiscal_year,
        rated.as_of_date,
        rated.budget_twd,
        rated.executed_twd,
        rated.executed_points,
        rated.execution_rate,
        rated.printed_execution_rate,
        cast(rated.printed_execution_rate - rated.execution_rate as decimal(18, 8)) as rate_gap,
        rated.data_maturity_code,
        rated.source_document_id,
        rated.source_locator,
        rated.printed_rate_locator
    from rated
    inner join programmes
        on rated.programme_code = programmes.programme_code

),

final as (

    {{ with_notes('unnoted', ['budget.mart_budget_execution']) }}

)

select * from final
