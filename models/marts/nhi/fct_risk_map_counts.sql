with

risk_map_counts as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__risk_map_counts') }}

),

programme_risks as (

    select * from {{ ref('dim_programme_risks') }}

),

rated_risks as (

    select
        source_document_id,
        'existing' as map_code,
        risk_rating_zh
    from programme_risks
    union all
    select
        source_document_id,
        'residual' as map_code,
        residual_risk_rating_zh as risk_rating_zh
    from programme_risks

),

assessed as (

    select
        source_document_id,
        map_code,
        risk_rating_zh,
        count(*) as assessed_risk_count
    from rated_risks
    group by source_document_id, map_code, risk_rating_zh

),

final as (

    select
        risk_map_counts.source_document_id,
        risk_map_counts.map_code,
        risk_map_counts.risk_rating_zh,
        risk_map_counts.risk_count,
        cast(coalesce(assessed.assessed_risk_count, 0) as int) as assessed_risk_count,
        risk_map_counts.risk_share_text,
        cast(risk_map_counts.printed_share_value / 100 as decimal(18, 8)) as risk_share_rate,
        risk_map_counts.source_locator,
        risk_map_counts._seed_row_key
    from risk_map_counts
    left join assessed
        on
            risk_map_counts.source_document_id = assessed.source_document_id
            and risk_map_counts.map_code = assessed.map_code
            and risk_map_counts.risk_rating_zh = assessed.risk_rating_zh

)

select * from final
