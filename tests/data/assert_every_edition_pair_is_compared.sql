-- Where no row of an edition is found in the other, their differences would say nothing.
with

edition_pairs as (

    select * from {{ ref('stg_reference__edition_pairs') }}

),

edition_entities as (

    select * from {{ ref('stg_reference__edition_entities') }}

),

matches as (

    select * from {{ ref('int_audit__edition_rows_matched') }}
    where match_similarity_rate is not null

),

final as (

    select
        edition_pairs.older_document_id,
        edition_pairs.newer_document_id,
        edition_pairs.agency_id,
        edition_entities.entity_code
    from edition_pairs
    cross join edition_entities
    left join matches
        on
            edition_pairs.older_document_id = matches.older_document_id
            and edition_pairs.newer_document_id = matches.newer_document_id
            and edition_pairs.agency_id = matches.agency_id
            and edition_entities.entity_code = matches.entity_code
    where matches.entity_code is null

)

select * from final
