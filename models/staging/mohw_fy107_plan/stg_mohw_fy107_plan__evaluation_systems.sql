with

evaluation_systems as (

    select * from {{ ref('mohw_fy107_plan__evaluation_systems') }}

),

final as (

    select
        'mohw_fy107_plan' as source_document_id,
        evaluation_system_code,
        evaluation_system_zh,
        source_locator,
        {{ seed_row_key('mohw_fy107_plan__evaluation_systems') }} as _seed_row_key
    from evaluation_systems

)

select * from final
