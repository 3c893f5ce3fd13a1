with

units as (

    select * from {{ ref('reference__units') }}

),

final as (

    select
        unit_zh,
        base_unit_zh,
        dimension_code,
        cast(is_additive as boolean) as is_additive,
        cast(multiplier as decimal(18, 2)) as multiplier
    from units

)

select * from final
