-- Every seed row is in staging, and in a fact unless its exclusion is declared with a reason.
with

row_conservation as (

    select * from {{ ref('rpt_row_conservation') }}

),

final as (

    select
        seed_name,
        seed_row_count,
        staging_row_count,
        fact_row_count,
        excluded_row_count
    from row_conservation
    where
        seed_row_count != staging_row_count
        or staging_row_count != fact_row_count + excluded_row_count

)

select * from final
