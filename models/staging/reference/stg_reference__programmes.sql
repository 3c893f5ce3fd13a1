with

programmes as (

    select * from {{ ref('reference__programmes') }}

),

final as (

    select
        programme_code,
        programme_name_zh,
        programme_name_en,
        budget_item_id
    from programmes

)

select * from final
