with

kpi_measures as (

    select * from {{ ref('reference__kpi_measures') }}

),

final as (

    select
        kpi_id,
        printed_unit_zh,
        unit_zh,
        cast(is_unit_equivalent as boolean) as is_unit_equivalent,
        target_kind_code,
        comparison_operator,
        quote_zh
    from kpi_measures

)

select * from final
