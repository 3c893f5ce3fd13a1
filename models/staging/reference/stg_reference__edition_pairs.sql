with

edition_pairs as (

    select * from {{ ref('reference__edition_pairs') }}

),

final as (

    select
        older_document_id,
        newer_document_id,
        agency_id,
        record_document_id,
        cast(is_order_inferred as boolean) as is_order_inferred,
        order_evidence_en,
        order_evidence_zh
    from edition_pairs

)

select * from final
