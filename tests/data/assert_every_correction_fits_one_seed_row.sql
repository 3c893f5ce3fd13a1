-- A correction stands at one seed row by place, text and unit, and one budget shows it, none where
-- it is only proposed: one whose misprint is mended or moved must go.
with

corrections as (

    select * from {{ ref('rpt_corrections') }}

),

final as (

    select
        correction_id,
        matched_row_count,
        corrected_row_count
    from corrections
    where
        matched_row_count != 1
        or corrected_row_count != case when correction_status_code = 'applied' then 1 else 0 end

)

select * from final
