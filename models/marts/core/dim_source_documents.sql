with

source_documents as (

    select * from {{ ref('stg_reference__source_documents') }}

),

final as (

    select
        source_document_id,
        title_zh,
        title_en,
        publisher_zh,
        edition,
        published_date,
        first_roc_year,
        last_roc_year,
        file_name,
        sha256
    from source_documents

)

select * from final
