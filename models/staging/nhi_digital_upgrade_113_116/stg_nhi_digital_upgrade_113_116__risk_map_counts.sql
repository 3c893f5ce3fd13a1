with

risk_map_counts as (

    select * from {{ ref('nhi_digital_upgrade_113_116__risk_map_counts') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        map_code,
        risk_rating_zh,
        cast(risk_count as int) as risk_count,
        risk_share_text,
        {{ printed_number("replace(risk_share_text, '％', '%')") }} as printed_share_value,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__risk_map_counts') }} as _seed_row_key
    from risk_map_counts

)

select * from final
