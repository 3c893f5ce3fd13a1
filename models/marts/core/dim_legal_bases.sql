with

legal_bases as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__legal_bases') }}

),

final as (

    select
        source_document_id,
        basis_no,
        basis_zh,
        source_locator,
        _seed_row_key
    from legal_bases

)

select * from final
