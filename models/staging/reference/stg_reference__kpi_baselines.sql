with

kpi_baselines as (

    select * from {{ ref('reference__kpi_baselines') }}

),

final as (

    select
        kpi_id,
        subject_zh,
        cast(roc_year as int) as roc_year,
        cast(as_of_date as date) as as_of_date,
        printed_text,
        {{ printed_number('printed_text') }} as printed_value,
        unit_zh,
        quote_zh
    from kpi_baselines

)

select * from final
