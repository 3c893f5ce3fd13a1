with

source_documents as (

    select * from {{ ref('reference__source_documents') }}

),

final as (

    select
        source_document_id,
        title_zh,
        title_en,
        publisher_zh,
        edition,
        cast(published_date as date) as published_date,
        cast(first_roc_year as int) as first_roc_year,
        cast(last_roc_year as int) as last_roc_year,
        file_name,
        sha256
    from source_documents

)

select * from final
