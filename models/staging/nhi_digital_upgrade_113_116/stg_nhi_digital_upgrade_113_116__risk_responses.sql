with

risk_responses as (

    select * from {{ ref('nhi_digital_upgrade_113_116__risk_responses') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        risk_rating_zh,
        risk_value_range,
        cast(
            {{ printed_number(without_match('risk_value_range', '~.*$')) }} as int
        ) as minimum_risk_value,
        cast(
            {{ printed_number(without_match('risk_value_range', '^.*~')) }} as int
        ) as maximum_risk_value,
        response_zh,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__risk_responses') }} as _seed_row_key
    from risk_responses

)

select * from final
