with

programmes as (

    select * from {{ ref('int_budget__programmes_unioned') }}

),

final as (

    select
        programme_code,
        programme_name_zh,
        programme_name_en,
        budget_item_id,
        source_document_id,
        source_locator,
        _seed_row_key
    from programmes

)

select * from final
