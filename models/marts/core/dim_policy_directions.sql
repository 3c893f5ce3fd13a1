with

policy_directions as (

    select * from {{ ref('stg_ey_fy107_plans__policy_directions') }}

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
