-- A check that finds nothing to compare proves nothing.
with

check_coverage as (

    select * from {{ ref('rpt_check_coverage') }}

),

final as (

    select check_code
    from check_coverage
    where compared_count = 0

)

select * from final
