with

kpi_directions as (

    select * from {{ ref('reference__kpi_directions') }}

),

final as (

    select
        kpi_id,
        direction_code,
        reason_en
    from kpi_directions

)

select * from final
