with

policy_directions as (

    select * from {{ ref('ey_fy107_plans__policy_directions') }}

),

final as (

    select
        'ey_fy107_plans' as source_document_id,
        {{ formal_numeral('section_no') }} as section_no,
        section_name_zh,
        {{ chinese_numeral('item_no') }} as item_no,
        direction_zh,
        source_locator,
        {{ seed_row_key('ey_fy107_plans__policy_directions') }} as _seed_row_key
    from policy_directions

)

select * from final
