with

batches as (

    select * from {{ ref('stg_landing__batches') }}

),

institution_rows as (

    select * from {{ ref('stg_landing__institution_rows') }}

),

final as (

    select
        batches.batch_id,
        batches.landed_row_count,
        count(institution_rows.source_document_id) as row_count
    from batches
    left join institution_rows
        on batches.batch_id = institution_rows.source_document_id
    where batches.storage_code = 'aggregates'
    group by
        batches.batch_id,
        batches.landed_row_count

)

select * from final
