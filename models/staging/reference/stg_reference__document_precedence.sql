with

document_precedence as (

    select * from {{ ref('reference__document_precedence') }}

),

final as (

    select
        source_document_id,
        cast(precedence_no as int) as precedence_no
    from document_precedence

)

select * from final
