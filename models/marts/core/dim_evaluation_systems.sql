with

evaluation_systems as (

    select * from {{ ref('int_core__evaluation_systems_unioned') }}

),

final as (

    select
        source_document_id,
        agency_id,
        evaluation_system_code,
        evaluation_system_zh,
        source_locator,
        _seed_row_key
    from evaluation_systems

)

select * from final
