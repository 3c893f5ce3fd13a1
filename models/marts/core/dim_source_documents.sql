with

source_documents as (

    select * from {{ ref('stg_reference__source_documents') }}

),

batches as (

    select * from {{ ref('stg_landing__batches') }}

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
        sha256,
        false as is_loaded_by_user
    from source_documents
    union all
    select
        batch_id as source_document_id,
        title_zh,
        title_en,
        '使用者' as publisher_zh,
        concat_ws('', '載入於', cast(loaded_at as {{ dbt.type_string() }})) as edition,
        cast(null as date) as published_date,
        cast(null as int) as first_roc_year,
        cast(null as int) as last_roc_year,
        file_name,
        sha256,
        true as is_loaded_by_user
    from batches

)

select * from final
