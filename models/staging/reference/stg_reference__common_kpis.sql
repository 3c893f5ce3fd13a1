with

common_kpis as (

    select * from {{ ref('reference__common_kpis') }}

),

final as (

    select
        kpi_name_zh,
        common_kpi_id
    from common_kpis

)

select * from final
