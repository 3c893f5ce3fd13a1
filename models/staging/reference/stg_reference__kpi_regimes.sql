with

kpi_regimes as (

    select * from {{ ref('reference__kpi_regimes') }}

),

final as (

    select
        source_document_id,
        cast(roc_year as int) as roc_year,
        kpi_regime_code,
        cast(is_kpi_regime_inferred as boolean) as is_kpi_regime_inferred,
        reason_en,
        reason_zh,
        quote_zh,
        source_url,
        source_locator
    from kpi_regimes

)

select * from final
