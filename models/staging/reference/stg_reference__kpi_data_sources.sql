with

kpi_data_sources as (

    select * from {{ ref('reference__kpi_data_sources') }}

),

final as (

    select
        kpi_id,
        data_source_zh,
        data_source_kind_code
    from kpi_data_sources

)

select * from final
