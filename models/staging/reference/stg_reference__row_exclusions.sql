with

row_exclusions as (

    select * from {{ ref('reference__row_exclusions') }}

),

final as (

    select
        seed_name,
        cast(excluded_row_count as int) as excluded_row_count,
        exclusion_reason
    from row_exclusions

)

select * from final
