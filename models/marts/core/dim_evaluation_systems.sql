with

evaluation_systems as (

    select * from {{ ref('stg_mohw_fy107_plan__evaluation_systems') }}

),

final as (

    select
        source_document_id,
        evaluation_system_code,
        evaluation_system_zh,
        source_locator,
        _seed_row_key
    from evaluation_systems

)

select * from final
