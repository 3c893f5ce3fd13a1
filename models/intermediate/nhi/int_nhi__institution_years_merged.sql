{{ config(materialized='ephemeral') }}
with

institution_years as (

    select * from {{ ref('stg_landing__institution_years') }}

),

recounted as (

    select * from {{ ref('int_nhi__institution_years_recounted') }}

),

months_contested as (

    select * from {{ ref('int_nhi__months_contested') }}

),

metric_months as (

    select * from {{ ref('stg_landing__metric_months') }}

),

years_of_one_batch as (

    select extract(year from month_start_date) as fiscal_year
    from metric_months
    group by extract(year from month_start_date)
    having count(distinct source_document_id) = 1

),

groups_contested as (

    select distinct
        institution_id,
        metric_id,
        dimension_zh,
        fiscal_year
    from months_contested

),

-- Most years are in one batch, and need no merging.
alone as (

    select * from institution_years
    where fiscal_year in (select years_of_one_batch.fiscal_year from years_of_one_batch)

),

beside_others as (

    select * from institution_years
    where fiscal_year not in (select years_of_one_batch.fiscal_year from years_of_one_batch)

),

uncontested as (

    select beside_others.*
    from beside_others
    left join groups_contested
        on
            beside_others.institution_id = groups_contested.institution_id
            and beside_others.metric_id = groups_contested.metric_id
            and coalesce(beside_others.dimension_zh, '')
            = coalesce(groups_contested.dimension_zh, '')
            and beside_others.fiscal_year = groups_contested.fiscal_year
    where groups_contested.institution_id is null

),

parts as (

    select
        institution_id,
        metric_id,
        dimension_zh,
        unit_zh,
        fiscal_year,
        bit_count(month_bits) as month_count,
        metric_value_sum,
        lowest_value,
        highest_value,
        is_total
    from uncontested
    union all
    select
        institution_id,
        metric_id,
        dimension_zh,
        unit_zh,
        fiscal_year,
        month_count,
        metric_value_sum,
        lowest_value,
        highest_value,
        is_total
    from recounted

),

final as (

    select
        institution_id,
        metric_id,
        dimension_zh,
        unit_zh,
        fiscal_year,
        bit_count(month_bits) as month_count,
        metric_value_sum,
        lowest_value,
        highest_value,
        is_total
    from alone
    union all
    select
        institution_id,
        metric_id,
        dimension_zh,
        unit_zh,
        fiscal_year,
        sum(month_count) as month_count,
        sum(metric_value_sum) as metric_value_sum,
        min(lowest_value) as lowest_value,
        max(highest_value) as highest_value,
        is_total
    from parts
    group by
        institution_id,
        metric_id,
        dimension_zh,
        unit_zh,
        fiscal_year,
        is_total

)

select * from final
