-- A baseline's figure and unit stand in its quote as printed.
with

kpi_baselines as (

    select * from {{ ref('stg_reference__kpi_baselines') }}

),

final as (

    select
        kpi_id,
        printed_text,
        unit_zh,
        quote_zh
    from kpi_baselines
    where {{ dbt.position("concat_ws('', printed_text, unit_zh)", 'quote_zh') }} = 0

)

select * from final
