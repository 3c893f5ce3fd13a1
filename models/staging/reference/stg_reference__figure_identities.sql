with

figure_identities as (

    select * from {{ ref('reference__figure_identities') }}

),

final as (

    select
        identity_code,
        check_code,
        printed_row_key,
        relation_code,
        {{ printed_number('rounding_text') }} as rounding_value
    from figure_identities

)

select * from final
