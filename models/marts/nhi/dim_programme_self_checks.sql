with

self_check as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__self_check') }}

),

final as (

    select
        source_document_id,
        item_no,
        item_name_zh,
        check_no,
        check_zh,
        lead_agency_answer_zh,
        supervising_agency_answer_zh,
        remark_zh,
        is_item_merged,
        source_locator,
        _seed_row_key
    from self_check

)

select * from final
