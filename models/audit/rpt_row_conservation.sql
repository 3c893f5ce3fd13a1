with

seed_rows as (

    select * from {{ ref('int_audit__seed_rows_staged') }}

),

fact_rows as (

    select * from {{ ref('int_audit__fact_rows_unioned') }}

),

large_batches as (

    select * from {{ ref('int_landing__large_batches_counted') }}

),

row_exclusions as (

    select * from {{ ref('stg_reference__row_exclusions') }}

),

landed_rows as (

    select * from {{ ref('int_landing__rows_ranked') }}

),

exclusions as (

    select
        seed_name,
        excluded_row_count,
        exclusion_reason
    from row_exclusions
    union all
    select
        batch_id as seed_name,
        count(*) as excluded_row_count,
        'A file loaded later has rows for the same keys.' as exclusion_reason
    from landed_rows
    where is_superseded
    group by batch_id
    union all
    select
        batch_id as seed_name,
        row_count as excluded_row_count,
        'The rows of a large file stay in its batch; the marts by month and institution sum them.'
            as exclusion_reason
    from large_batches

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
    union all
    select
        batch_id as seed_name,
        landed_row_count as seed_row_count,
        row_count as staging_row_count,
        0 as fact_row_count
    from large_batches

),

final as (

    select
        counts.seed_name,
        cast(counts.seed_row_count as int) as seed_row_count,
        cast(counts.staging_row_count as int) as staging_row_count,
        cast(counts.fact_row_count as int) as fact_row_count,
        cast(coalesce(exclusions.excluded_row_count, 0) as int) as excluded_row_count,
        exclusions.exclusion_reason
    from counts
    left join exclusions
        on counts.seed_name = exclusions.seed_name

)

select * from final
