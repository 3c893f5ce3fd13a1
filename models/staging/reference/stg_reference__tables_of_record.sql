with

tables_of_record as (

    select * from {{ ref('reference__tables_of_record') }}

),

final as (

    select
        source_document_id,
        table_code,
        budget_stage_code
    from tables_of_record

)

select * from final
