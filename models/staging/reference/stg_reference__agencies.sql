with

agencies as (

    select * from {{ ref('reference__agencies') }}

),

final as (

    select
        agency_id,
        agency_name_zh,
        agency_name_en,
        cast(chapter_no as int) as chapter_no
    from agencies

)

select * from final
