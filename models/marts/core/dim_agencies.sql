with

agencies as (

    select * from {{ ref('stg_reference__agencies') }}

),

loaded_agencies as (

    select * from {{ ref('int_landing__agencies_current') }}

),

final as (

    select
        agency_id,
        agency_name_zh,
        agency_name_en,
        chapter_no,
        cast(null as {{ dbt.type_string() }}) as source_document_id,
        cast(null as {{ dbt.type_string() }}) as source_locator,
        cast(null as {{ dbt.type_string() }}) as _seed_row_key
    from agencies
    union all
    select
        agency_id,
        agency_name_zh,
        agency_name_en,
        cast(null as int) as chapter_no,
        source_document_id,
        source_locator,
        _seed_row_key
    from loaded_agencies

)

select * from final
