{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

self_check as (

    select * from {{ ref('nhi_digital_upgrade_113_116__self_check') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'self_check' as table_code,
        item_no,
        item_name_zh,
        cast(is_item_merged as boolean) as is_item_merged,
        cast(check_no as int) as check_no,
        check_zh,
        lead_agency_answer_zh,
        supervising_agency_answer_zh,
        remark_zh,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__self_check') }} as _seed_row_key
    from self_check

)

select * from final
