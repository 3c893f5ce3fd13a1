with

seed_rows as (

    select * from {{ ref('int_audit__seed_rows_staged') }}

),

fact_rows as (

    select * from {{ ref('int_audit__fact_rows_unioned') }}

),

row_exclusions as (

    select * from {{ ref('stg_reference__row_exclusions') }}

),

counts as (

    select
        seed_rows.seed_name,
        max(seed_rows.seed_row_count) as seed_row_count,
        count(seed_rows.seed_row_key) as staging_row_count,
        count(fact_rows.seed_row_key) as fact_row_count
    from seed_rows
    left join fact_rows
        on seed_rows.seed_row_key = fact_rows.seed_row_key
    group by seed_rows.seed_name

),

final as (

    select
        counts.seed_name,
        cast(counts.seed_row_count as int) as seed_row_count,
        cast(counts.staging_row_count as int) as staging_row_count,
        cast(counts.fact_row_count as int) as fact_row_count,
        cast(coalesce(row_exclusions.excluded_row_count, 0) as int) as excluded_row_count,
        row_exclusions.exclusion_reason
    from counts
    left join row_exclusions
        on counts.seed_name = row_exclusions.seed_name

)

select * from final
