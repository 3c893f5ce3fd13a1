with

agencies as (

    select * from {{ ref('stg_reference__agencies') }}

),

final as (

    select
        agency_id,
        agency_name_zh,
        agency_name_en,
        chapter_no
    from agencies

)

select * from final
