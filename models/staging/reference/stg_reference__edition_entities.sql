with

edition_entities as (

    select * from {{ ref('reference__edition_entities') }}

),

final as (

    select
        entity_code,
        cast(minimum_similarity_rate as decimal(18, 8)) as minimum_similarity_rate,
        reason_en
    from edition_entities

)

select * from final
