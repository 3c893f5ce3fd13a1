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
        period_code,
        printed_text,
        {{ printed_number('printed_text') }} as printed_value,
        unit_zh,
        quote_zh,
        period_evidence_en,
        period_evidence_zh,
        {{ seed_row_key('reference__kpi_baselines') }} as _seed_row_key
    from kpi_baselines

)

select * from final
