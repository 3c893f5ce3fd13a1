with

policy_directions as (

    select * from {{ ref('int_core__policy_directions_unioned') }}

),

final as (

    select
        source_document_id,
        section_no,
        section_name_zh,
        item_no,
        direction_zh,
        source_locator,
        _seed_row_key
    from policy_directions

)

select * from final
