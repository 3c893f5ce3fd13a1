with

edition_pairs as (

    select * from {{ ref('stg_reference__edition_pairs') }}

),

editions as (

    select
        older_document_id as source_document_id,
        agency_id,
        record_document_id
    from edition_pairs
    union all
    select
        newer_document_id as source_document_id,
        agency_id,
        record_document_id
    from edition_pairs

),

final as (

    select distinct
        source_document_id,
        agency_id,
        record_document_id
    from editions
    where source_document_id != record_document_id

)

select * from final
