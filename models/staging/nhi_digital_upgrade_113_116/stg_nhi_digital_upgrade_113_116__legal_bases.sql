{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

legal_bases as (

    select * from {{ ref('nhi_digital_upgrade_113_116__legal_bases') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'legal_bases' as table_code,
        {{ chinese_numeral('basis_no') }} as basis_no,
        basis_zh,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__legal_bases') }} as _seed_row_key
    from legal_bases

)

select * from final
